package care.convoy.console.feed;

/** The feed's counters. Confined to the event loop. */
final class FeedCounts {
    long opened;
    long refused;
    long dropped;
    long frames;
    long rows;
    long conflated;
    long overflowed;

    FeedStats stats(int connections) {
        return new FeedStats(connections, opened, refused, dropped, frames, rows, conflated, overflowed);
    }
}
