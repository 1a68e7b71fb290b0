package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpPacketTest {
    private static ByteBuffer hex(String text) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(text.replace(" ", "")));
    }

    @Test
    void writesWhatItReads() {
        // version 2; marker, type 101; sequence; timestamp; source; key 1, end, volume 10, 800 samples
        ByteBuffer golden = hex("80 e5 1234 fffffff0 89abcdef 01 8a 0320");
        RtpPacket packet = RtpPacket.read(golden.duplicate());
        assertThat(packet).isNotNull();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(101);
        assertThat(packet.sequence()).isEqualTo(0x1234);
        assertThat(packet.timestamp()).isEqualTo(0xFFFFFFF0L);
        assertThat(packet.source()).isEqualTo(0x89ABCDEFL);
        assertThat(packet.payload()).isEqualTo(hex("01 8a 0320"));
        ByteBuffer written = ByteBuffer.allocate(16);
        packet.write(written);
        assertThat(written.flip()).isEqualTo(golden);
    }

    @Test
    void leavesOutContributingSourcesExtensionAndPadding() {
        // one contributing source, an extension of one word, padding of three bytes
        RtpPacket packet = RtpPacket.read(hex("b1 08 0001 00000002 00000003 0000000c bede0001 deadbeef d5d5 000003"));
        assertThat(packet).isNotNull();
        assertThat(packet.payload()).isEqualTo(hex("d5d5"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "80 08 0001 00000002 000000",
                // another version; sources, an extension and padding that are not there
                "40 08 0001 00000002 00000003",
                "8f 08 0001 00000002 00000003 00",
                "90 08 0001 00000002 00000003 bede ffff",
                "90 08 0001 00000002 00000003 be",
                "a0 08 0001 00000002 00000003",
                "a0 08 0001 00000002 00000003 05",
                "a0 08 0001 00000002 00000003 00"
            })
    void whatIsBrokenIsNone(String datagram) {
        assertThat(RtpPacket.read(hex(datagram))).isNull();
    }
}
