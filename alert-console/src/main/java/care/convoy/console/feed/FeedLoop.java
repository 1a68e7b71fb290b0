package care.convoy.console.feed;

/** The event loop as the feed needs it: Vert.x' in the server, one stepped by hand in tests. */
public interface FeedLoop {
    /** Runs a task on the loop, soon; from any thread. */
    void run(Runnable task);

    /** Runs a task on the loop, later; from the loop. */
    void after(long millis, Runnable task);
}
