package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.EventHistory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs the log is killed with SIGKILL under load, again and again, snapshots and all. */
class KillTest {
    private static final int ROUNDS = Integer.getInteger("convoy.kill.rounds", 6);
    private static final long SEED = 11;

    private final int portBase = 20_000 + 10 * ThreadLocalRandom.current().nextInt(1_000);

    @TempDir
    private Path directory;

    @Test
    void everyAcknowledgedPressIsThereOnceAfterEachKill() throws Exception {
        Random random = new Random(SEED);
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(pressUntilKilled("round" + round, 100 + random.nextInt(1_500)));
        }

        Heard heard = new Heard();
        AlertLogConfig config = AlertLogConfig.single(directory, portBase);
        try (AeronAlertLog log = AeronAlertLog.start(config, List.of(heard))) {
            assertThat(log.awaitReady(Duration.ofSeconds(60))).as("ready").isTrue();
            Map<String, AlertView> byDevice = new TreeMap<>();
            for (AlertView view : heard.views().values()) {
                assertThat(byDevice.put(view.device().value(), view))
                        .as("doubled")
                        .isNull();
                assertThat(view.presses()).as("presses of %s", view.device()).isEqualTo(1);
            }
            assertThat(byDevice.keySet()).containsAll(acknowledged);
            assertThat(raised(log.history())).isEqualTo(onceEach(byDevice));
        }
        System.out.println("kills " + ROUNDS + ", acknowledged " + acknowledged.size() + ", open "
                + heard.views().size());
    }

    private static Map<String, Integer> onceEach(Map<String, AlertView> byDevice) {
        Map<String, Integer> once = new TreeMap<>();
        byDevice.keySet().forEach(device -> once.put(device, 1));
        return once;
    }

    /** How often each device's alert was raised, as the history has it; each event's key must be there once. */
    private static Map<String, Integer> raised(EventHistory history) {
        Map<String, Integer> raised = new TreeMap<>();
        CommittedEvent last = null;
        List<CommittedEvent> next = history.read(-1, -1, 500);
        while (!next.isEmpty()) {
            for (CommittedEvent event : next) {
                assertThat(last == null || isAfter(event, last)).as("in order").isTrue();
                last = event;
                if (event.event() instanceof Event.Raised r) {
                    raised.merge(r.key().device().value(), 1, Integer::sum);
                }
            }
            next = history.read(next.getLast().position(), next.getLast().ordinal(), 500);
        }
        return raised;
    }

    private static boolean isAfter(CommittedEvent event, CommittedEvent last) {
        return event.position() > last.position()
                || (event.position() == last.position() && event.ordinal() == last.ordinal() + 1);
    }

    private List<String> pressUntilKilled(String prefix, int acknowledgements) throws Exception {
        Process process = start(prefix);
        List<String> acknowledged = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            while (line != null) {
                if (line.startsWith("ack ")) {
                    acknowledged.add(line.substring(4));
                    if (acknowledged.size() == acknowledgements) {
                        process.toHandle().destroyForcibly();
                    }
                } else {
                    System.out.println(prefix + ": " + line);
                }
                line = lines.readLine();
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(acknowledged).as("acknowledged in %s", prefix).hasSizeGreaterThanOrEqualTo(acknowledgements);
        return acknowledged;
    }

    private Process start(String prefix) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(
                        java.toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        LogVictim.class.getName(),
                        directory.toString(),
                        Integer.toString(portBase),
                        prefix)
                .redirectErrorStream(true)
                .start();
    }
}
