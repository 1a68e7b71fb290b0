package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.jt808.Frame.Form;
import care.convoy.ingest.jt808.Frame.Wrong;
import care.convoy.ingest.jt808.Samples.Sample;
import care.convoy.ingest.jt808.Wire.Heard;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Frames in a stream, and frames written. */
class FrameReaderTest {
    private static final byte[] HEARTBEAT = hex("7e0002000004304832546500b7ca7e");

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static byte[] joined(byte[]... parts) {
        ByteBuf all = Unpooled.wrappedBuffer(parts);
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    @Test
    void escapesAreUndoneOnceAndOnlyInside() {
        // a whole frame whose body is 7E 08 7D 55, the bytes of the samples' escapes
        byte[] wire = Wire.frame(Form.SHORT, "13912345678", 0, 0x6006, hex("7e087d55"));
        assertThat(HexFormat.of().formatHex(wire)).contains("7d02087d0155");
        Frame frame = Heard.in(wire, 1).frames.getFirst();
        assertThat(frame.body()).isEqualTo(hex("7e087d55"));
        assertThat(frame.wrong()).isEqualTo(Wrong.NOTHING);
        for (Sample sample : Samples.ofKind("jt808-x-")) {
            if (!sample.isText() && sample.bytes().length < 12) {
                assertThat(Wire.escaped(hex("7e307e087d557e"))).isEqualTo(hex("7e307d02087d01557e"));
            }
        }
    }

    @Test
    void framesFollowEachOtherWithOneFlagOrTwoAndGarbageBetween() {
        byte[] inner = java.util.Arrays.copyOfRange(HEARTBEAT, 1, HEARTBEAT.length - 1);
        byte[] flag = {FrameReader.FLAG};
        Heard shared = Heard.in(joined(flag, inner, flag, inner, flag), 3);
        assertThat(shared.frames).hasSize(2);
        Heard apart = Heard.in(joined(hex("0102"), HEARTBEAT, HEARTBEAT, hex("0304"), HEARTBEAT), 5);
        assertThat(apart.frames).hasSize(3);
        assertThat(apart.skipped).isEqualTo(4);
    }

    @Test
    void anEscapeThatWasNotEscapedIsTakenAsItStands() {
        byte[] plain = hex("7e6006000201391234567800007d55");
        byte check = FrameReader.check(java.util.Arrays.copyOfRange(plain, 1, plain.length), plain.length - 1);
        Frame frame = Heard.in(joined(plain, new byte[] {check, FrameReader.FLAG}), 1)
                .frames
                .getFirst();
        assertThat(frame.body()).isEqualTo(hex("7d55"));
    }

    @Test
    void whatIsLongerThanAnyFrameIsPassedOver() {
        byte[] long1 = new byte[5_000];
        long1[0] = FrameReader.FLAG;
        Heard heard = Heard.in(joined(long1, HEARTBEAT), 1_000);
        assertThat(heard.frames).hasSize(1);
        assertThat(heard.skipped).isEqualTo(4_999);
    }

    @Test
    void theNumberHasNoLeadingZerosAndEitherFormIsRead() {
        for (Form form : Form.values()) {
            Frame frame = Heard.in(Wire.frame(form, "13912345678", 2, 2, new byte[0]), 4)
                    .frames
                    .getFirst();
            assertThat(frame.number()).isEqualTo("13912345678");
            assertThat(frame.terminal()).hasSize(form.terminalBytes * 2);
            assertThat(frame.serial()).isEqualTo(2);
            assertThat(frame.form()).isEqualTo(form);
        }
        Frame binary =
                Heard.in(hex("7e810500010b3a73ce2ff20000f0247e"), 4).frames.getFirst();
        assertThat(binary.number()).isEqualTo("B3A73CE2FF2");
    }

    @Test
    void answersAreTheBytesThatTheOtherServerSends() {
        for (Sample sample : Samples.ofKind("jt808-t-")) {
            if (sample.isText() || !sample.node().has("replies")) {
                continue;
            }
            Frame frame = Heard.in(sample.wire(), 4_096).frames.getFirst();
            String expected = sample.node().get("replies").get(0).asText();
            int id = Integer.parseInt(expected.substring(2, 6), 16);
            if (id != MessageId.PLATFORM_ANSWER) {
                continue;
            }
            ByteBuf out = Unpooled.buffer();
            DownWriter writer = new DownWriter();
            writer.write(frame, id, DownBodies.answer(frame.serial(), frame.id(), Result.DONE), out);
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            // the other server's samples are unescaped, and it writes no version into a long header
            Frame ours = Heard.in(bytes, 4_096).frames.getFirst();
            assertThat(expected)
                    .endsWith(HexFormat.of().formatHex(ours.body()) + expected.substring(expected.length() - 4));
            assertThat(ours.terminal()).isEqualTo(frame.terminal());
        }
    }

    @Test
    void textGoesDownInTheCharactersOfTheStandard() {
        Sample sample = Samples.all().stream()
                .filter(each -> each.id().equals("jt808-x-007"))
                .findFirst()
                .orElseThrow();
        Frame frame = Heard.in(sample.wire(), 4_096).frames.getFirst();
        assertThat(frame.id()).isEqualTo(MessageId.TEXT);
        Body body = new Body(frame.body());
        assertThat(body.u8()).isEqualTo(1);
        assertThat(body.text()).isEqualTo("Test, Command, 123#");
        Body ours = new Body(DownBodies.text("您的求助已处理完毕"));
        assertThat(ours.u8()).isEqualTo(0x0C);
        assertThat(ours.text()).isEqualTo("您的求助已处理完毕");
    }

    @Test
    void aMessageInPartsIsWholeWithItsLastPart() {
        SplitMessage split = new SplitMessage();
        List<Frame> parts = List.of(part(1, "01"), part(2, "02"), part(3, "03"));
        assertThat(split.add(parts.get(0), parts.get(0).split())).isNull();
        assertThat(split.add(parts.get(2), parts.get(2).split()))
                .as("not the next")
                .isNull();
        assertThat(split.add(parts.get(1), parts.get(1).split())).isNull();
        assertThat(split.add(parts.get(2), parts.get(2).split()).body()).isEqualTo(hex("010203"));
        assertThat(split.add(parts.get(2), parts.get(2).split()).body())
                .as("the last part again, for it was not answered")
                .isEqualTo(hex("010203"));
        assertThat(split.heldBytes()).isEqualTo(2);
    }

    private static Frame part(int number, String body) {
        return new Frame(
                new Frame.Header(0x0704, Form.SHORT, "013912345678", number, 0),
                new Frame.Split(3, number),
                hex(body),
                Wrong.NOTHING);
    }
}
