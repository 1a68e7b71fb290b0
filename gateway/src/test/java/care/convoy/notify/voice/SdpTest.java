package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {
    private static final String USUAL = "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n";

    @Test
    void readsItsOwnOffer() {
        Sdp read = Sdp.read(Sdp.offer(InetAddress.getLoopbackAddress(), 4_000, 7));
        assertThat(read)
                .isEqualTo(new Sdp(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000), Codec.PCMA, 8, 101, true));
        Sdp six = Sdp.read(Sdp.offer(InetAddress.ofLiteral("2001:db8::1"), 4_000, 7));
        assertThat(six).isNotNull();
        assertThat(six.address().getAddress()).isEqualTo(InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    void takesTheFirstCodecThatItKnowsAndTheNumbersOfTheOtherSide() {
        Sdp read = Sdp.read(USUAL + "m=audio 4000 RTP/AVP 18 97 8 96\r\na=rtpmap:97 pcmu/8000/1\r\n"
                + "a=rtpmap:96 telephone-event/8000\r\n");
        assertThat(read).isNotNull();
        assertThat(read.codec()).isEqualTo(Codec.PCMU);
        assertThat(read.audio()).isEqualTo(97);
        assertThat(read.events()).isEqualTo(96);
    }

    @Test
    void theAddressOfTheAudioCountsMoreThanTheOneOfTheSession() {
        Sdp read = Sdp.read(USUAL + "m=video 0 RTP/AVP 99\r\nc=IN IP4 10.0.0.9\r\nm=audio 4000 RTP/AVP 0\r\n"
                + "c=IN IP4 10.0.0.2\r\nm=audio 5000 RTP/AVP 8\r\nc=IN IP4 10.0.0.3\r\n");
        assertThat(read).isNotNull();
        assertThat(read.address()).isEqualTo(new InetSocketAddress("10.0.0.2", 4_000));
        assertThat(read.codec()).isEqualTo(Codec.PCMU);
        assertThat(read.events()).isEqualTo(-1);
    }

    @Test
    void knowsWhoIsOnHold() {
        String audio = "m=audio 4000 RTP/AVP 8\r\n";
        assertThat(Sdp.read(USUAL + audio + "a=sendonly\r\n")).matches(read -> !read.listens());
        assertThat(Sdp.read(USUAL + "a=inactive\r\n" + audio)).matches(read -> !read.listens());
        assertThat(Sdp.read(USUAL + "a=inactive\r\n" + audio + "a=sendrecv\r\n"))
                .matches(Sdp::listens);
        assertThat(Sdp.read((USUAL + audio).replace("10.0.0.1", "0.0.0.0"))).matches(read -> !read.listens());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m=audio 4000 RTP/AVP 18 101",
                "m=audio 0 RTP/AVP 8",
                "m=audio 70000 RTP/AVP 8",
                "m=audio 4000 RTP/SAVP 8",
                "m=video 4000 RTP/AVP 8",
                "m=audio 4000 RTP/AVP 8\r\nc=IN IP4 239.1.2.3",
                "m=audio",
                "a=rtpmap:8",
                "m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 G729/8000"
            })
    void whatCannotBeUsedIsNone(String lines) {
        assertThat(Sdp.read(USUAL + lines + "\r\n")).isNull();
    }

    @Test
    void asksNoNameServerAndReadsNothingEndless() {
        assertThat(Sdp.read((USUAL + "m=audio 4000 RTP/AVP 8\r\n").replace("10.0.0.1", "example.org")))
                .isNull();
        assertThat(Sdp.read(USUAL + "a=x\r\n".repeat(10_000) + "m=audio 4000 RTP/AVP 8\r\n"))
                .isNull();
    }
}
