package care.convoy.alertlog.aeron;

import care.convoy.alert.AlertCore;
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
    static long write(ExclusivePublication publication, long logId, AlertCore core, IdleStrategy idle) {
        return SnapshotCodec.write(logId, core, chunk -> offer(publication, chunk, idle));
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
        Reading reading = new Reading(new SnapshotLoader());
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
        private final SnapshotLoader loader;
        private @Nullable MalformedFrame malformed;
        private boolean begun;

        Reading(SnapshotLoader loader) {
            this.loader = loader;
        }

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

        /** @throws Damaged if it is not whole */
        Snapshot snapshot() {
            return whole(SnapshotLoader::snapshot);
        }

        /** @throws Damaged if it is not whole */
        long stateHash() {
            return whole(SnapshotLoader::stateHash);
        }

        /** What is read of a loader that has all. */
        private interface Read<T> {
            T of(SnapshotLoader loader) throws MalformedFrame;
        }

        private <T> T whole(Read<T> read) {
            try {
                if (malformed != null) {
                    throw malformed;
                }
                return read.of(loader);
            } catch (MalformedFrame failed) {
                throw new Damaged("the snapshot is damaged", failed);
            }
        }
    }
}
