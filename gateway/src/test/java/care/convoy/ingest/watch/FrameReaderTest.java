package care.convoy.ingest.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final String LK = "[3G*8800000015*0002*LK]";

    static List<String> streams() {
        List<String> streams = new ArrayList<>(List.of(
                LK + LK + "[ZJ*014111001350304*0034*0009*LK,0,0,19]" + LK,
                "[3G*8800000015*0009*LK,0,100]" + LK,
                "[3G*8800000015*0004*LK,0,100]" + LK,
                "[3G*8800000015*FFFF*LK,0,100]",
                "[3G*8800000015*000a*UD,a]b],[c]" + LK,
                "[3G*8800000015*0005*UD,a]b],[c]" + LK,
                "[3G*8800000015*0007*UD,[a,b]" + LK + LK,
                "\r\n" + LK + "\r\nHELLO " + LK + "[[[3G*" + LK,
                "[3G*8800000015*00G1*LK]" + LK,
                "[3G*8800000015*0004*FACE]" + LK,
                "[3G*8800000015*0000*]" + LK,
                "[3G*8800000015*0001*0002*LK]"));
        Samples.all().forEach(sample -> streams.add(new String(sample.bytes(), StandardCharsets.ISO_8859_1)));
        return streams;
    }

    /** The long ones are cut at every 37th byte: there are thousands, and they are quadratic. */
    @ParameterizedTest
    @MethodSource("streams")
    void anyCutGivesTheSameFrames(String stream) {
        byte[] bytes = Heard.bytes(stream);
        List<Frame> whole = Heard.in(bytes);
        assertThat(whole).isNotEmpty();
        assertThat(Heard.single(bytes).frames).isEqualTo(whole);
        for (int at = 1; at < bytes.length; at += bytes.length > 1_000 ? 37 : 1) {
            assertThat(Heard.cut(bytes, at).frames).as("cut at %d", at).isEqualTo(whole);
        }
    }

    private static List<String> bodies(String stream) {
        return Heard.in(Heard.bytes(stream)).stream().map(Frame::body).toList();
    }

    @Test
    void theLengthRulesWhereABracketStandsThere() {
        assertThat(bodies("[3G*8800000015*000a*UD,a]b],[c]" + LK)).containsExactly("UD,a]b],[c", "LK");
        assertThat(bodies("[3G*8800000015*0005*UD,a]b],[c]" + LK))
                .as("too small by chance: the rest is no frame")
                .containsExactly("UD,a", "LK");
    }

    @ParameterizedTest
    @CsvSource({"0001", "0003", "0008", "000b", "0010", "FFFF", "00G1", "1"})
    void aWrongLengthDoesNotCostTheFrame(String length) {
        Heard heard = Heard.single(Heard.bytes("[3G*8800000015*" + length + "*AL,x,[y]z]"));
        assertThat(heard.frames).hasSize(1);
        assertThat(heard.frames.getFirst().body()).isEqualTo("AL,x,[y]z");
        assertThat(heard.skipped).isZero();
    }

    @Test
    void aWrongLengthAndABracketTooManyDoNotCostTheFrameNorTheNext() {
        String alarm = "[3G*8800000015*0080*AL,1,[SSID,0.0]";
        assertThat(bodies(alarm + LK + LK)).containsExactly("AL,1,[SSID,0.0", "LK", "LK");
        assertThat(bodies(alarm)).as("alone").containsExactly("AL,1,[SSID,0.0");
    }

    @Test
    void aLengthBeyondTheEndWaitsForMoreOrForQuiet() {
        FrameReader reader = new FrameReader();
        Heard heard = new Heard();
        byte[] early = Heard.bytes("[3G*8800000015*0007*UD,a]");
        reader.feed(early, 0, early.length, heard);
        assertThat(heard.frames).isEmpty();
        assertThat(reader.couldEnd()).isTrue();
        byte[] rest = Heard.bytes("bc]");
        reader.feed(rest, 0, rest.length, heard);
        assertThat(heard.frames).extracting(Frame::body).containsExactly("UD,a]bc");
        assertThat(reader.pendingBytes()).isZero();

        reader.feed(early, 0, early.length, heard);
        reader.quiet(heard);
        assertThat(heard.frames).extracting(Frame::body).containsExactly("UD,a]bc", "UD,a");
        assertThat(heard.frames.getLast().lengthRight()).isFalse();
    }

    @Test
    void theIndexIsFoundByItsTwoGroups() {
        Frame plain = Heard.in(Heard.bytes(LK)).getFirst();
        assertThat(plain.index()).isNull();
        Frame indexed =
                Heard.in(Heard.bytes("[ZJ*014111001332708*0075*0002*AL]")).getFirst();
        assertThat(indexed).isEqualTo(new Frame("ZJ", "014111001332708", "0075", "AL", true));
        Frame face = Heard.in(Heard.bytes("[3G*8800000015*0004*FACE]")).getFirst();
        assertThat(face).isEqualTo(new Frame("3G", "8800000015", null, "FACE", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[3G*88000000150000000000001*0002*LK]",
                "[3G*88000x0015*0002*LK]",
                "[3G**0002*LK]",
                "[3GS*8800000015*0002*LK]",
                "[*G*8800000015*0002*LK]",
                "[3G*8800000015**LK]",
                "[3G*8800000015*000000002*LK]",
                "GET / HTTP/1.1"
            })
    void whatIsNoFrameIsSkipped(String bytes) {
        Heard heard = Heard.single(Heard.bytes(bytes + LK));
        assertThat(heard.frames).extracting(Frame::body).containsExactly("LK");
        assertThat(heard.skipped).isPositive();
    }

    @Test
    void textIsBoundedAndMediaIsBoundedElsewhere() {
        assertThat(endless("UD,", Frame.MAX_TEXT)).isBetween(Frame.MAX_TEXT, Frame.MAX_TEXT + 2);
        assertThat(endless("tk,", Frame.MAX_MEDIA)).isBetween(Frame.MAX_MEDIA, Frame.MAX_MEDIA + 2);
        String photo = "img,5," + "x".repeat(200_000);
        assertThat(bodies("[3G*8800000015*ffff*" + photo + "]" + LK)).containsExactly(photo, "LK");
        String tooMuch = "[3G*8800000015*ffff*UD," + "x".repeat(Frame.MAX_TEXT) + "]";
        assertThat(Heard.single(Heard.bytes(tooMuch)).tooLarge).isTrue();
        assertThat(Heard.cut(Heard.bytes(tooMuch), 9).tooLarge).isTrue();
    }

    /** How many bytes of a body that does not end are taken. */
    private static int endless(String begin, int most) {
        FrameReader reader = new FrameReader();
        Heard heard = new Heard();
        byte[] first = Heard.bytes("[3G*8800000015*00G0*" + begin);
        reader.feed(first, 0, first.length, heard);
        int taken = begin.length();
        while (!heard.tooLarge && taken < 2 * most) {
            reader.feed(new byte[] {'x'}, 0, 1, heard);
            taken++;
        }
        assertThat(reader.pendingBytes()).isZero();
        reader.feed(Heard.bytes(LK), 0, LK.length(), heard);
        assertThat(heard.frames).as("the stream has ended").isEmpty();
        return taken;
    }
}
