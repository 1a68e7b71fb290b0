package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.Receipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** One log on a directory of its own, started and started again. */
abstract class LogFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int portBase = 20_000 + 10 * ThreadLocalRandom.current().nextInt(1_000);

    @TempDir
    private Path directory;

    Heard heard = new Heard();

    @Nullable
    AeronAlertLog log;

    @AfterEach
    void close() {
        if (log != null) {
            log.close();
        }
    }

    AlertLogConfig config() {
        AlertLogConfig config = AlertLogConfig.single(directory.resolve("log"), portBase);
        return new AlertLogConfig(
                config.directory(),
                config.membership(),
                config.profile(),
                config.limits(),
                config.snapshots(),
                config.maxOutstanding(),
                Duration.ofSeconds(30));
    }

    AeronAlertLog start(AlertLogConfig config, CommittedListener... more) throws Exception {
        heard = new Heard();
        List<CommittedListener> listeners = new ArrayList<>(List.of(more));
        listeners.add(heard);
        AeronAlertLog started = AeronAlertLog.start(config, listeners);
        log = started;
        assertThat(started.awaitReady(PATIENCE)).as("ready").isTrue();
        return started;
    }

    AeronAlertLog restart() throws Exception {
        close();
        return start(config());
    }

    static Receipt submit(AlertLog log, Command command) {
        return log.submit(command)
                .toCompletableFuture()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    static AlertId alertOf(Receipt receipt) {
        assertThat(receipt.outcome()).isInstanceOf(Outcome.Done.class);
        AlertId alert = ((Outcome.Done) receipt.outcome()).alert();
        assertThat(alert).isNotNull();
        return alert;
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}
