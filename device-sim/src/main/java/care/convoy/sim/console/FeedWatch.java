package care.convoy.sim.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the console's feed (FEED.md) as a browser does, on a thread of its own, and tells of each alert row when its frame
 * was read. Comes back by itself when the feed ends.
 */
public final class FeedWatch implements AutoCloseable {
    private static final int RETRY_MILLIS = 1_000;

    private final AlertApi api;
    private final ObjLongConsumer<OpenAlert> rows;
    private final ObjectMapper json = new ObjectMapper();
    private final CountDownLatch complete = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger interruptions = new AtomicInteger();
    private final Thread thread;
    private volatile @Nullable Stream<String> lines;
    private String event = "";

    private FeedWatch(AlertApi api, ObjLongConsumer<OpenAlert> rows) {
        this.api = api;
        this.rows = rows;
        this.thread = Thread.ofPlatform().daemon().name("feed").unstarted(this::readUntilClosed);
    }

    /** @param rows told on the feed's thread: a row, and when its frame was read in {@link System#nanoTime} units */
    public static FeedWatch open(AlertApi api, ObjLongConsumer<OpenAlert> rows) {
        FeedWatch watch = new FeedWatch(api, rows);
        watch.thread.start();
        return watch;
    }

    /** Waits until the first snapshot was read. @return false if that did not happen in time */
    public boolean awaitSnapshot(long seconds) throws InterruptedException {
        return complete.await(seconds, TimeUnit.SECONDS);
    }

    /** How often the feed ended and was opened again. */
    public int interruptions() {
        return interruptions.get();
    }

    private void readUntilClosed() {
        while (closed.getCount() > 0) {
            try (Stream<String> stream = api.feedLines()) {
                lines = stream;
                Iterator<String> each = stream.iterator();
                while (each.hasNext()) {
                    line(each.next());
                }
            } catch (IOException | UncheckedIOException ended) {
                // the server went, or this was closed: the loop's condition tells which
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
            pause();
        }
    }

    private void pause() {
        try {
            if (!closed.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
                interruptions.incrementAndGet();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void line(String line) throws IOException {
        if (line.startsWith("event:")) {
            event = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:")) {
            data(line.substring("data:".length()));
        } else if (line.isEmpty()) {
            event = "";
        }
    }

    private void data(String text) throws IOException {
        long now = System.nanoTime();
        switch (event) {
            case "snapshot" -> {
                JsonNode part = json.readTree(text);
                part.path("alerts").forEach(row -> rows.accept(OpenAlert.of(row), now));
                if (part.path("last").asBoolean()) {
                    complete.countDown();
                }
            }
            case "alerts" -> json.readTree(text).path("upsert").forEach(row -> rows.accept(OpenAlert.of(row), now));
            default -> {
                // presence, system, heartbeat and what is still to be invented
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Stream<String> stream = lines;
        if (stream != null) {
            stream.close();
        }
        thread.interrupt();
    }
}
