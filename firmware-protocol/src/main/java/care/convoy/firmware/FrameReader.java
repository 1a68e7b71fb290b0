package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Finds frames in a stream, however it is cut (PROTOCOL.md §2). One per connection, used by its one thread. Never throws on
 * any bytes. Whole frames are checked where they lie, without a copy; only a frame that is cut by the end of a read is kept,
 * in a buffer of at most {@link Frame#MAX_BYTES} that is let go when the frame is done.
 *
 * <pre>
 *            whole frame: message()               wrong CRC: broken(BAD_CRC)
 *                +-----+                               +-----+
 *                v     |                               v     |
 *   start ---> READING -+-------------------------------------+
 *                |
 *                | not the magic, or a length outside the limits: broken(...)
 *                v
 *              ENDED   (ignores everything that follows)
 * </pre>
 */
public final class FrameReader {

    private static final int FIRST_RESERVE_BYTES = 64;

    private final CRC32C crc = new CRC32C();
    private @Nullable ByteBuffer partial;
    private boolean ended;

    /** Takes all bytes from position to limit; afterwards the buffer has none remaining. */
    public void feed(ByteBuffer in, FrameSink sink) {
        while (!ended && in.hasRemaining()) {
            if (partial == null) {
                readInPlace(in, sink);
            } else {
                complete(partial, in, sink);
            }
        }
        in.position(in.limit());
    }

    /** The stream has ended: a frame that was begun is reported as truncated. */
    public void finish(FrameSink sink) {
        if (!ended && partial != null) {
            sink.broken(Reason.TRUNCATED);
        }
        end();
    }

    /** Whether framing is lost, or the stream was finished: close the connection. */
    public boolean isEnded() {
        return ended;
    }

    /** Bytes of a frame that was begun and is not whole yet; not 0 for long means a peer that dawdles. */
    public int pendingBytes() {
        return partial == null ? 0 : partial.position();
    }

    /** Memory held for a cut frame, 0..{@link Frame#MAX_BYTES}. */
    public int retainedBytes() {
        return partial == null ? 0 : partial.capacity();
    }

    private void readInPlace(ByteBuffer in, FrameSink sink) {
        int start = in.position();
        int available = in.remaining();
        Reason fault = prefixFault(in, start, available);
        if (fault != null) {
            breakOff(fault, sink);
            return;
        }
        int total = available >= Frame.PREFIX_BYTES ? totalBytes(in, start) : Frame.MAX_BYTES;
        if (available < Frame.PREFIX_BYTES || available < total) {
            ByteBuffer begun = ByteBuffer.allocate(Math.min(total, Math.max(FIRST_RESERVE_BYTES, available)));
            partial = begun.put(in);
            return;
        }
        deliver(in, start, total, sink);
        in.position(start + total);
    }

    private void complete(ByteBuffer begun, ByteBuffer in, FrameSink sink) {
        int have = begun.position();
        int wanted = have < Frame.PREFIX_BYTES ? Frame.PREFIX_BYTES : totalBytes(begun, 0);
        int taken = Math.min(wanted - have, in.remaining());
        ByteBuffer target = begun.capacity() >= have + taken ? begun : grown(begun, wanted);
        target.put(have, in, in.position(), taken).position(have + taken);
        in.position(in.position() + taken);
        partial = target;
        Reason fault = prefixFault(target, 0, have + taken);
        if (fault != null) {
            breakOff(fault, sink);
        } else if (have + taken >= Frame.PREFIX_BYTES && have + taken == totalBytes(target, 0)) {
            partial = null;
            deliver(target.flip(), 0, have + taken, sink);
        }
    }

    private static ByteBuffer grown(ByteBuffer begun, int capacity) {
        return ByteBuffer.allocate(capacity).put(begun.flip());
    }

    /** What is wrong with as much of magic and length as is there; null if nothing. */
    private static @Nullable Reason prefixFault(ByteBuffer bytes, int at, int available) {
        if ((bytes.get(at) & 0xFF) != Frame.MAGIC_FIRST) {
            return Reason.BAD_MAGIC;
        }
        if (available >= 2 && (bytes.get(at + 1) & 0xFF) != Frame.MAGIC_SECOND) {
            return Reason.BAD_MAGIC;
        }
        if (available < Frame.PREFIX_BYTES) {
            return null;
        }
        int length = totalBytes(bytes, at) - Frame.OVERHEAD_BYTES;
        boolean fits = length >= Frame.MIN_MESSAGE_BYTES && length <= Frame.MAX_MESSAGE_BYTES;
        return fits ? null : Reason.BAD_LENGTH;
    }

    private static int totalBytes(ByteBuffer bytes, int at) {
        return ((bytes.get(at + 2) & 0xFF) << 8 | (bytes.get(at + 3) & 0xFF)) + Frame.OVERHEAD_BYTES;
    }

    private void deliver(ByteBuffer bytes, int start, int total, FrameSink sink) {
        int checkAt = start + total - Frame.CHECK_BYTES;
        int limit = bytes.limit();
        int position = bytes.position();
        crc.reset();
        crc.update(bytes.limit(checkAt).position(start));
        bytes.limit(limit).position(position);
        int expected = bytes.getInt(checkAt);
        if (bytes.order() != ByteOrder.BIG_ENDIAN) {
            expected = Integer.reverseBytes(expected);
        }
        if ((int) crc.getValue() != expected) {
            sink.broken(Reason.BAD_CRC);
            return;
        }
        sink.message(bytes, start + Frame.PREFIX_BYTES, total - Frame.OVERHEAD_BYTES);
    }

    private void breakOff(Reason reason, FrameSink sink) {
        end();
        sink.broken(reason);
    }

    private void end() {
        ended = true;
        partial = null;
    }
}
