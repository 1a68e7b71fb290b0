package care.convoy.disclosure;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets other systems in by their bearer token. Asks the book at each request, so that a revoked token opens nothing from the
 * next one on, on every gateway. A grant may ask 20 times a second, 100 at once; an address may show 30 wrong tokens at once and
 * one each 2 s after that, and is not looked up beyond. Thread-safe.
 */
public final class Doorkeeper {
    private static final String BEARER = "Bearer ";
    private static final int MOST_CHARACTERS = 128;
    private static final long NOTED_EACH_MILLIS = 60_000;
    private static final int MOST_NOTED = 10_000;

    private final GrantBook book;
    private final InstantSource clock;
    private final RateLimit requests = new RateLimit(100, 20);
    private final RateLimit failures = new RateLimit(30, 0.5);
    private final ConcurrentHashMap<String, Long> noted = new ConcurrentHashMap<>();

    public Doorkeeper(GrantBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** Who is at the door. */
    public sealed interface Decision {}

    /** Come in. */
    public record Admitted(Grant grant) implements Decision {}

    /** The token is missing, wrong, revoked or expired; which of them is not told. */
    public record Unknown() implements Decision {}

    /** Too often. @param retryAfterSeconds 1 or more */
    public record TooOften(int retryAfterSeconds) implements Decision {}

    /**
     * Decides.
     *
     * @param authorization the header; null if there is none
     * @throws care.convoy.resident.StorageUnavailable if the book cannot be read
     */
    public Decision admit(@Nullable String authorization, String address) {
        long now = clock.millis();
        int wait = failures.look(address, now);
        if (wait > 0) {
            return new TooOften(wait);
        }
        Grant grant = authorization == null ? null : grantOf(authorization);
        if (grant == null || !grant.isGood(now)) {
            failures.take(address, now);
            return new Unknown();
        }
        wait = requests.take(grant.name(), now);
        if (wait > 0) {
            return new TooOften(wait);
        }
        note(grant.name(), now);
        return new Admitted(grant);
    }

    private @Nullable Grant grantOf(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        String token = authorization.substring(BEARER.length()).strip();
        return token.isEmpty() || token.length() > MOST_CHARACTERS ? null : book.find(hash(token));
    }

    private void note(String name, long now) {
        Long before = noted.get(name);
        if (before != null && now - before < NOTED_EACH_MILLIS) {
            return;
        }
        if (noted.size() >= MOST_NOTED) {
            noted.clear();
        }
        noted.put(name, now);
        book.used(name, now);
    }

    /** By which a token is kept: lower-case hex of SHA-256 over its characters. */
    public static String hash(String token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
