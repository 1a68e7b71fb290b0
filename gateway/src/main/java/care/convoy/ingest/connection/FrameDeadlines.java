package care.convoy.ingest.connection;

import java.time.Duration;

/**
 * By when a connection must have finished the frame that it began, and by when it must have sent a whole one. Confined to
 * its event loop; times are {@link IngestClock#nanos}.
 */
public final class FrameDeadlines {
    private final long frameNanos;
    private final long silenceNanos;
    private long aliveNanos;
    private long begunNanos;
    private boolean begun;

    /** What was missed. */
    public enum Missed {
        NOTHING,
        /** A frame that was begun was not finished. */
        FRAME,
        /** No whole frame came. */
        SILENCE
    }

    /**
     * @param frameWithin from the first byte of a frame to its last
     * @param silentWithin how long no whole frame may come
     */
    public FrameDeadlines(Duration frameWithin, Duration silentWithin) {
        frameNanos = frameWithin.toNanos();
        silenceNanos = silentWithin.toNanos();
    }

    /** A sign of life, as a whole frame is. */
    public void alive(long nowNanos) {
        aliveNanos = nowNanos;
    }

    /**
     * What has come was read.
     *
     * @param whole whether a whole frame was among it
     * @param partial whether a frame is unfinished after it
     * @return whether an unfinished frame begins here, so that {@link #next} is earlier than it was
     */
    public boolean read(boolean whole, boolean partial, long nowNanos) {
        if (whole) {
            aliveNanos = nowNanos;
        }
        boolean begins = partial && (whole || !begun);
        if (begins) {
            begunNanos = nowNanos;
        }
        begun = partial;
        return begins;
    }

    /** When to look at {@link #missed}. */
    public long next() {
        long silent = aliveNanos + silenceNanos;
        long unfinished = begunNanos + frameNanos;
        return begun && unfinished - silent < 0 ? unfinished : silent;
    }

    public Missed missed(long nowNanos) {
        if (begun && nowNanos - begunNanos >= frameNanos) {
            return Missed.FRAME;
        }
        return nowNanos - aliveNanos >= silenceNanos ? Missed.SILENCE : Missed.NOTHING;
    }
}
