package care.convoy.console.feed;

import java.time.Duration;

/**
 * Bounds of the feed.
 *
 * @param connections at once; one more is refused with 503
 * @param perSeat at once for one session or token; one more replaces the oldest
 * @param ring how many changes can be resumed
 * @param rowsPerFrame rows in one message
 * @param waiting ids that may wait for one slow reader; one more and it gets a new snapshot instead
 * @param flush changes are gathered for at most this long
 * @param heartbeat between two signs of life
 * @param drain a reader that takes nothing for so long is dropped
 * @param presence how long a sign of life from the browser counts
 */
public record FeedLimits(
        int connections,
        int perSeat,
        int ring,
        int rowsPerFrame,
        int waiting,
        Duration flush,
        Duration heartbeat,
        Duration drain,
        Duration presence) {
    /** As in FEED.md. */
    public static FeedLimits usual() {
        return new FeedLimits(
                600,
                6,
                16_384,
                500,
                20_000,
                Duration.ofMillis(20),
                Duration.ofSeconds(15),
                Duration.ofSeconds(60),
                Duration.ofSeconds(40));
    }
}
