package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody reads counters that are no longer mapped: that would end the process, here the test's own. */
class EngineMemoryTest {
    private static final int CLOSES = 8;

    @TempDir
    private Path directory;

    /** Seen to end with SIGSEGV, exit code 134, with the client that the archive makes for itself. */
    @Test
    void anArchiveWhoseClientClosedItselfWhileItReplayedEndsWithoutTheProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:ErrorFile=" + directory.resolve("crash.log"),
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        StalledArchive.class.getName(),
                        directory.toString(),
                        "ours")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("survived");
    }

    @Test
    void aLogIsReadFromAllSidesWhileItIsClosedAndAfter() throws Exception {
        AlertLogConfig config = AlertLogConfig.single(
                directory.resolve("log"),
                20_000 + (int) (ProcessHandle.current().pid() % 1_000) * 10);
        LongAdder read = new LongAdder();
        for (int close = 0; close < CLOSES; close++) {
            AeronAlertLog log = AeronAlertLog.start(config, List.of());
            assertThat(log.awaitReady(Duration.ofSeconds(60))).isTrue();
            AtomicBoolean closed = new AtomicBoolean();
            List<Thread> readers = new ArrayList<>();
            for (int reader = 0; reader < 3; reader++) {
                readers.add(Thread.ofPlatform().start(() -> {
                    long after = 0;
                    while (!closed.get() || after++ < 1_000) {
                        read.add(log.leads() ? 1 : 0);
                        read.add(log.members().size() + log.logBytes() + log.historyBytes());
                        log.snapshotSoon();
                    }
                }));
            }
            log.close();
            closed.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(log.leads()).isFalse();
        }
        assertThat(read.sum()).isPositive();
    }
}
