package care.convoy.app;

import care.convoy.observation.Metrics;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.StorageUnavailable;
import care.convoy.warning.CapMessage.Status;
import care.convoy.warning.Reception;
import care.convoy.warning.Warning;
import care.convoy.warning.WarningBook;
import care.convoy.warning.WarningsInForce;
import care.convoy.warning.intake.WarningDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything about warnings of weather and disasters, and the thread {@code warnings}, which looks each 2 s at what was dropped, what
 * is in force and whom it touches. Never on the way of an alarm. Thread-safe.
 */
final class WarningDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WarningDesk.class);
    private static final long LOOK_SECONDS = 2;
    private static final Duration FORGET_EACH = Duration.ofHours(1);
    private static final Duration KEEP = Duration.ofDays(400);

    private final InstantSource clock;
    private final WarningBook book;
    private final Reception reception;
    private final WarningsInForce inForce;
    private final @Nullable WarningDirectory directory;
    private final Thread thread = Thread.ofPlatform().name("warnings").daemon().unstarted(this::run);

    /** @param dropped where files are dropped; null for nowhere @throws IOException if that cannot be used */
    WarningDesk(Archive archive, ResidentDirectory residents, @Nullable Path dropped, InstantSource clock)
            throws IOException {
        this.clock = clock;
        book = new Late(archive);
        reception = new Reception(book);
        inForce = new WarningsInForce(book, residents);
        directory = dropped == null ? null : new WarningDirectory(dropped, reception);
    }

    /** The archive's book, which may come late. */
    private record Late(Archive archive) implements WarningBook {
        @Override
        public Kept add(Incoming incoming, byte[] xml) {
            return archive.warnings().add(incoming, xml);
        }

        @Override
        public List<Long> current(Instant now, int most) {
            return archive.warnings().current(now, most);
        }

        @Override
        public List<Warning> read(Collection<Long> numbers) {
            return archive.warnings().read(numbers);
        }

        @Override
        public int forget(Instant endedBefore) {
            return archive.warnings().forget(endedBefore);
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        Instant forgetAt = clock.instant();
        try {
            while (true) {
                if (directory != null) {
                    directory.poll();
                }
                inForce.look(clock.instant());
                if (!clock.instant().isBefore(forgetAt) && forgot()) {
                    forgetAt = clock.instant().plus(FORGET_EACH);
                }
                TimeUnit.SECONDS.sleep(LOOK_SECONDS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean forgot() {
        try {
            book.forget(clock.instant().minus(KEEP));
            return true;
        } catch (StorageUnavailable away) {
            return false;
        } catch (RuntimeException broken) {
            LOG.error("old warnings cannot be forgotten", broken);
            return true;
        }
    }

    Reception reception() {
        return reception;
    }

    WarningsInForce inForce() {
        return inForce;
    }

    /** What is wrong; null if nothing is. */
    @Nullable
    String complaint() {
        if (inForce.isFull()) {
            return "more warnings are in force than are shown: the mildest are left out";
        }
        return directory == null ? null : directory.complaint();
    }

    void observe(Metrics metrics) {
        for (Status status : Status.values()) {
            if (status.isShown()) {
                metrics.gauge(
                        "warnings.in.force",
                        "messages that hold now",
                        () -> inForce.count(status),
                        "status",
                        status.name().toLowerCase(Locale.ROOT));
            }
        }
        String messages = "that came, by what became of them";
        metrics.counter("warnings.messages", messages, reception::stored, "result", "stored");
        metrics.counter("warnings.messages", messages, reception::known, "result", "known");
        metrics.counter("warnings.messages", messages, reception::refused, "result", "refused");
        metrics.counter("warnings.messages", messages, reception::noRoom, "result", "no_room");
        metrics.gauge(
                "warnings.left.out",
                "1 if mild warnings are not shown for want of room",
                () -> inForce.isFull() ? 1 : 0);
        WarningDirectory dropped = directory;
        if (dropped != null) {
            metrics.gauge("warnings.files.waiting", "files that lay in the directory", dropped::waiting);
        }
    }

    /** Waits a moment for what is being done. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
