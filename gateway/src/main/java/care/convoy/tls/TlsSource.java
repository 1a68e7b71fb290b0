package care.convoy.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate in use, and its renewal: the files are looked at every {@link #EVERY_SECONDS} seconds and on demand. Certificate
 * and key are judged together and taken together or not at all; what is not taken changes nothing. Thread-safe.
 */
public final class TlsSource implements AutoCloseable {
    public static final int EVERY_SECONDS = 10;

    /** From here on the gateway complains. */
    public static final Duration WARN_BEFORE = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(TlsSource.class);

    private final TlsFiles files;
    private final KeptPair kept;
    private final InstantSource clock;
    private final List<Consumer<TlsMaterial>> users = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("tls-files").daemon().factory());
    private volatile TlsMaterial current;
    private volatile @Nullable String notTaken;
    private TlsFiles.@Nullable Contents seen;
    private Instant warnedAt = Instant.MIN;

    /** What came of a look at the files. @param taken whether they are in use now; @param says one line */
    public record Outcome(boolean taken, String says) {}

    /**
     * Reads the files, and goes on looking at them.
     *
     * @param copy where a copy of what is in use is kept, for a start at which the files are unfit
     * @throws TlsRefused if they are unfit and there is no copy
     */
    public static TlsSource open(TlsFiles files, Path copy, InstantSource clock) throws TlsRefused {
        TlsSource source = new TlsSource(files, new KeptPair(copy), clock);
        var _ = source.thread.scheduleWithFixedDelay(source::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return source;
    }

    private TlsSource(TlsFiles files, KeptPair kept, InstantSource clock) throws TlsRefused {
        this.files = files;
        this.kept = kept;
        this.clock = clock;
        TlsMaterial first;
        try {
            TlsFiles.Contents contents = files.read();
            first = TlsMaterial.of(files, contents, clock.instant(), true);
            seen = contents;
            keep(contents);
        } catch (TlsRefused refused) {
            first = lastGood(refused);
            notTaken = refused.getMessage();
            LOG.error("{}; the copy of what was last in use serves instead", refused.getMessage());
        }
        current = first;
        warnIfDue();
    }

    private TlsMaterial lastGood(TlsRefused refused) throws TlsRefused {
        Optional<TlsFiles.Contents> copy = kept.read();
        boolean asksTheSame = copy.isPresent() && (copy.get().clientCa() != null) == (files.clientCa() != null);
        if (!asksTheSame) {
            throw refused;
        }
        try {
            return TlsMaterial.of(files, copy.get(), clock.instant(), false);
        } catch (TlsRefused copyUnfit) {
            throw refused;
        }
    }

    /** What new connections use. */
    public TlsMaterial current() {
        return current;
    }

    /** Calls with each renewed certificate, on the thread that renewed it. */
    public void onRenewal(Consumer<TlsMaterial> user) {
        users.add(user);
    }

    private void look() {
        try {
            check(false);
            warnIfDue();
        } catch (RuntimeException broken) {
            LOG.error("the certificate's files cannot be looked at", broken);
        }
    }

    /** Looks at the files now. */
    public Outcome reload() {
        return check(true);
    }

    private synchronized Outcome check(boolean asked) {
        String said = notTaken;
        try {
            TlsFiles.Contents contents = files.read();
            if (said == null && same(contents, seen)) {
                return new Outcome(true, "unchanged: " + describe());
            }
            TlsMaterial fresh = TlsMaterial.of(files, contents, clock.instant(), true);
            seen = contents;
            current = fresh;
            notTaken = null;
            keep(contents);
            LOG.info("certificate renewed: subject={} expires={}", fresh.subject(), fresh.expires());
            users.forEach(user -> tell(user, fresh));
            warnIfDue();
            return new Outcome(true, "in use for new connections: " + describe());
        } catch (TlsRefused refused) {
            String why = String.valueOf(refused.getMessage());
            notTaken = why;
            if (asked || !why.equals(said)) {
                LOG.warn("certificate not taken, the one in use stays: {}", why);
            }
            return new Outcome(false, why + "; the certificate in use stays");
        }
    }

    /** One that cannot use it keeps the others from nothing. */
    private static void tell(Consumer<TlsMaterial> user, TlsMaterial fresh) {
        try {
            user.accept(fresh);
        } catch (RuntimeException broken) {
            LOG.error("a renewed certificate could not be put in use everywhere", broken);
        }
    }

    private static boolean same(TlsFiles.Contents one, TlsFiles.@Nullable Contents other) {
        return other != null
                && Arrays.equals(one.certificate(), other.certificate())
                && Arrays.equals(one.key(), other.key())
                && Arrays.equals(one.clientCa(), other.clientCa());
    }

    private void keep(TlsFiles.Contents contents) {
        try {
            kept.write(contents);
        } catch (IOException disk) {
            LOG.warn("no copy of the certificate in use could be kept: {}", disk.getMessage());
        }
    }

    private synchronized void warnIfDue() {
        Instant now = clock.instant();
        boolean due =
                warnedAt.equals(Instant.MIN) || Duration.between(warnedAt, now).compareTo(Duration.ofDays(1)) >= 0;
        if (due && expiresIn().compareTo(WARN_BEFORE) < 0) {
            warnedAt = now;
            LOG.warn("certificate expires: subject={} expires={}", current.subject(), current.expires());
        }
    }

    /** Negative once it has run out. */
    public Duration expiresIn() {
        return Duration.between(clock.instant(), current.expires());
    }

    /** Why the files as they are now are not in use; empty if they are. */
    public Optional<String> notTaken() {
        return Optional.ofNullable(notTaken);
    }

    /** What people should do something about; null if nothing. */
    public @Nullable String complaint() {
        String refused = notTaken;
        Duration left = expiresIn();
        if (left.isNegative()) {
            return "certificate EXPIRED at " + current.expires() + (refused == null ? "" : "; NOT TAKEN: " + refused);
        }
        if (refused != null) {
            return "certificate NOT TAKEN: " + refused;
        }
        return left.compareTo(WARN_BEFORE) < 0 ? "certificate expires in " + left.toDays() + " days" : null;
    }

    /** One line for people: whom it names, until when, and what is wrong. */
    public String describe() {
        String complaint = complaint();
        return current.subject() + " until " + current.expires() + (complaint == null ? "" : "; " + complaint);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
