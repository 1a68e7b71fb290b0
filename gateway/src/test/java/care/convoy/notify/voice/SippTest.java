package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.notify.Told;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls to SIPp, which plays the scenarios beside this class and fails if we do not keep to them. */
class SippTest {
    @TempDir
    Path directory;

    @BeforeEach
    void need() {
        Assumptions.assumeTrue(Programs.isThere("sipp"), "sipp is not installed (Debian: apt-get install sip-tester)");
    }

    @ParameterizedTest
    @CsvSource({
        "answer-1, ACCEPTED",
        "answer-2, DECLINED",
        "busy, BUSY",
        "decline, REJECTED",
        "unknown, UNREACHABLE",
        "mute, UNHEARD",
        "ring, NO_ANSWER",
        "challenge-401, BUSY",
        "challenge-407, BUSY",
    })
    void theCallGoesAsTheScenarioSaysAndIsTold(String scenario, Told expected) throws Exception {
        int port = freePort();
        Process sipp = sipp(scenario, port);
        try (Calls calls = new Calls(directory, port)) {
            // a datagram that comes before sipp is there is sent again
            calls.call();
            assertThat(calls.next()).isEqualTo(expected);
            assertThat(sipp.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(sipp.exitValue()).isZero();
        } finally {
            sipp.destroyForcibly();
        }
    }

    @Test
    void twoCallsRingAndTheOneThatIsNotNeededIsCancelled() throws Exception {
        int first = freePort();
        Process takes = sipp("answer-1", first);
        try (Calls calls = new Calls(directory, first)) {
            int second = freePort();
            Process rings = sipp("ring", second);
            try (Calls other = new Calls(directory.resolve("other"), second)) {
                other.call();
                calls.call();
                assertThat(calls.next()).isEqualTo(Told.ACCEPTED);
                other.provider.withdraw(Calls.message(1).key());
                // rung out at the same moment or withdrawn: sipp has got its CANCEL in any case
                assertThat(other.next()).isIn(Told.WITHDRAWN, Told.NO_ANSWER);
                assertThat(rings.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(rings.exitValue()).isZero();
            } finally {
                rings.destroyForcibly();
            }
        } finally {
            takes.destroyForcibly();
        }
    }

    private Process sipp(String scenario, int port) throws Exception {
        return new ProcessBuilder(List.of(
                        "sipp",
                        "-sf",
                        file(scenario),
                        "-i",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-mp",
                        String.valueOf(freePort()),
                        "-m",
                        "1",
                        "-nostdin",
                        "-timeout",
                        "60",
                        "-timeout_error"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(scenario + ".log").toFile())
                .start();
    }

    private static String file(String scenario) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(SippTest.class.getResource(scenario + ".xml"))
                        .toURI())
                .toString();
    }

    static int freePort() throws Exception {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
