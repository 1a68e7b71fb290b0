package care.convoy.alertlog.aeron;

import care.convoy.alert.CoreState;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.alertlog.Snapshot;
import care.convoy.alertlog.SnapshotCodec;
import care.convoy.alertlog.SnapshotLoader;
import io.aeron.ExclusivePublication;
import io.aeron.FragmentAssembler;
import io.aeron.Image;
import io.aeron.Publication;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** Carries a snapshot's chunks over Aeron. */
final class SnapshotStream {
    private static final int FRAGMENT_LIMIT = 32;

    private SnapshotStream() {}

    /** The snapshot is not whole, so its state must not be used. */
    static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1;

        Damaged(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** @return the state's hash */
    static long write(ExclusivePublication publication, long logId, CoreState state, IdleStrategy idle) {
        return SnapshotCodec.write(logId, state, chunk -> offer(publication, chunk, idle));
    }

    private static void offer(ExclusivePublication publication, byte[] chunk, IdleStrategy idle) {
        UnsafeBuffer buffer = new UnsafeBuffer(chunk);
        idle.reset();
        while (true) {
            long result = publication.offer(buffer, 0, chunk.length);
            if (result > 0) {
                return;
            }
            if (result == Publication.CLOSED || result == Publication.NOT_CONNECTED) {
                throw new AgentTerminationException("the archive went away while a snapshot was taken");
            }
            idle.idle();
        }
    }

    /** Reads the chunks that follow in the image. @throws Damaged if they are not a whole snapshot */
    static Snapshot load(Image image, IdleStrategy idle) {
        Reading reading = new Reading();
        FragmentAssembler assembler = new FragmentAssembler(reading.handler(true));
        idle.reset();
        while (!reading.isDone()) {
            int fragments = image.poll(assembler, FRAGMENT_LIMIT);
            if (fragments == 0 && image.isClosed()) {
                throw new Damaged("the snapshot ended early", null);
            }
            idle.idle(fragments);
        }
        return reading.snapshot();
    }

    /** A snapshot that is being read. */
    static final class Reading {
        private final SnapshotLoader loader = new SnapshotLoader();
        private @Nullable MalformedFrame malformed;
        private boolean begun;

        /** @param fromTheStart false if other messages may stand before the first chunk: they are passed over */
        FragmentHandler handler(boolean fromTheStart) {
            begun = fromTheStart;
            return (buffer, offset, length, header) -> {
                byte[] chunk = new byte[length];
                buffer.getBytes(offset, chunk);
                accept(chunk);
            };
        }

        private void accept(byte[] chunk) {
            begun = begun || SnapshotCodec.begins(chunk);
            if (!begun || malformed != null) {
                return;
            }
            try {
                loader.accept(chunk);
            } catch (MalformedFrame failed) {
                malformed = failed;
            }
        }

        boolean isDone() {
            return malformed != null || loader.isComplete();
        }

        Snapshot snapshot() {
            try {
                if (malformed != null) {
                    throw malformed;
                }
                return loader.snapshot();
            } catch (MalformedFrame failed) {
                throw new Damaged("the snapshot is damaged", failed);
            }
        }
    }
}
