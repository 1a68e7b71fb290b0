package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenVectorTest {

    static List<Vector> frames() {
        return Vector.ofKind("frame");
    }

    static List<Vector> messages() {
        return Vector.ofKind("message");
    }

    static List<Vector> streams() {
        return Vector.ofKind("stream");
    }

    @ParameterizedTest
    @MethodSource("frames")
    void frameDecodesToTheStatedMembers(Vector vector) {
        List<Decoded> results = Heard.wholeStream(vector.bytes()).results();

        assertThat(results).hasSize(1);
        NativeMessage decoded = (NativeMessage) results.getFirst();
        assertThat(decoded.isSalvaged()).isFalse();
        assertThat(decoded.message().type().name()).isEqualTo(vector.one("type"));
        assertThat(Flattened.of(decoded)).isEqualTo(vector.expected());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void decodedFrameIsWrittenToTheSameBytes(Vector vector) {
        NativeMessage decoded =
                (NativeMessage) Heard.wholeStream(vector.bytes()).results().getFirst();
        byte[] written = new FrameWriter().frame(decoded.header(), decoded.message());

        if (vector.isCanonical()) {
            assertThat(written).isEqualTo(vector.bytes());
        } else {
            assertThat(Heard.wholeStream(written).results()).containsExactly(decoded);
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void messageWithoutFrameDecodesAlike(Vector vector) {
        byte[] message =
                Arrays.copyOfRange(vector.bytes(), Frame.PREFIX_BYTES, vector.bytes().length - Frame.CHECK_BYTES);

        assertThat(MessageDecoder.decode(message))
                .isEqualTo(Heard.wholeStream(vector.bytes()).results().getFirst());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void oddMessageIsSalvagedOrRefusedAsStated(Vector vector) {
        Decoded decoded = MessageDecoder.decode(vector.bytes());

        switch (decoded) {
            case NativeMessage salvaged -> {
                assertThat(vector.one("expect")).isEqualTo("salvaged");
                assertThat(salvaged.message().type().name()).isEqualTo(vector.one("type"));
                assertThat(Flattened.of(salvaged)).isEqualTo(vector.expected());
                assertThat(names(salvaged.dropped()))
                        .isEqualTo(Set.copyOf(vector.facts().get("dropped")));
            }
            case Malformed refused -> {
                assertThat(vector.one("expect")).isEqualTo("malformed");
                assertThat(refused.reason().name()).isEqualTo(vector.one("reason"));
                assertThat(refused.member() == null ? "" : refused.member().name())
                        .isEqualTo(vector.one("member"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamGivesTheStatedResults(Vector vector) {
        assertThat(Heard.wholeStream(vector.bytes()).words())
                .isEqualTo(vector.facts().get("result"));
    }

    @Test
    void everyMessageTypeHasVectors() {
        Set<String> seen =
                Vector.all().stream().map(vector -> vector.one("type")).collect(Collectors.toSet());
        Set<String> byLogin = Set.of("HELLO", "CHALLENGE", "PROOF", "WELCOME");

        assertThat(EnumSet.allOf(MessageType.class))
                .allMatch(type -> seen.contains(type.name()) || byLogin.contains(type.name()));
    }

    @Test
    void heartbeatFrameFitsFortyBytes() {
        assertThat(Vector.named("heartbeat-full").bytes()).hasSize(31);
    }

    private static Set<String> names(Set<Member> members) {
        return members.stream().map(Member::name).collect(Collectors.toSet());
    }
}
