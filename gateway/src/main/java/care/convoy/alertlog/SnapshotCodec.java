package care.convoy.alertlog;

import care.convoy.alert.AlertCore;
import care.convoy.alert.CoreState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A snapshot as a stream of bytes in chunks: magic and version, then entries (type, length, fields), the last of which
 * carries how many there were and a hash of all before it. {@link SnapshotLoader} reads it. Stateless, any thread.
 *
 * <p>Version 3 names an alert's steps by their places in its plan, and has another {@link StateHash}. Version 4 has what devices
 * are still to be told.
 */
public final class SnapshotCodec {
    /** The version that is written. */
    public static final int VERSION = 6;

    /** Most bytes of one chunk: a message of the log's engine takes far more. */
    public static final int MAX_CHUNK_BYTES = 16_384;

    /** Longest entry: an alert with a full time line of notes. */
    static final int MAX_ENTRY_BYTES = 4 * 1024 * 1024;

    static final byte[] MAGIC = "CVSN".getBytes(StandardCharsets.US_ASCII);

    static final int LOG = 1;
    static final int CLOCK = 2;
    static final int OPEN = 3;
    static final int TASK = 4;
    static final int SIGNAL = 5;
    static final int FORMER = 6;
    static final int ANSWERED = 7;
    static final int END = 8;
    static final int DEVICE_TEST = 9;
    static final int ENDED = 10;
    /** 11 to 19 are free. */
    static final int INTENT_IDS = 20;

    static final int INTENT = 21;

    private SnapshotCodec() {}

    /**
     * Writes a snapshot of a core. Only what changed since {@link #prepare} is encoded, the open alerts that did not are
     * copied. On the core's thread.
     *
     * @param chunks takes each chunk in turn, at most {@link #MAX_CHUNK_BYTES} long
     * @return the state's hash
     */
    public static long write(long logId, AlertCore core, Consumer<byte[]> chunks) {
        return write(logId, core.exportWithoutOpen(), to -> core.forms(SnapshotCodec::form, to), chunks);
    }

    /**
     * Encodes ahead, for the next snapshot, open alerts that changed. On the core's thread.
     *
     * @param most so many; one takes about 10 us
     * @return how many were encoded
     */
    public static int prepare(AlertCore core, int most) {
        return core.prepareForms(SnapshotCodec::form, most);
    }

    /** The same snapshot from a state's values. */
    public static long write(long logId, CoreState state, Consumer<byte[]> chunks) {
        return write(logId, state, to -> state.open().forEach(open -> to.accept(form(open))), chunks);
    }

    private static long write(
            long logId, CoreState state, Consumer<Consumer<byte[]>> openAlerts, Consumer<byte[]> chunks) {
        Stream stream = new Stream(chunks);
        stream.preamble();
        stream.entry(LOG, logId, FrameWriter::fixed64);
        stream.beginHash();
        stream.entry(CLOCK, state.clock(), StateFields::writeClock);
        openAlerts.accept(stream::whole);
        stream.entries(TASK, state.tasks(), AlertFields::writeTask);
        stream.entries(SIGNAL, state.signals(), StateFields::writeSignal);
        stream.entries(FORMER, state.formers(), StateFields::writeFormer);
        stream.entries(ANSWERED, state.answered(), StateFields::writeAnswered);
        stream.entries(DEVICE_TEST, state.tests(), StateFields::writeTest);
        stream.entries(ENDED, state.ended(), StateFields::writeEnded);
        stream.entry(INTENT_IDS, state.intents().lastId(), FrameWriter::unsigned);
        stream.entries(INTENT, state.intents().pending(), IntentFields::writeIntent);
        return stream.end();
    }

    /** An open alert as one whole entry. */
    private static byte[] form(CoreState.Open open) {
        FrameWriter body = new FrameWriter(MAX_ENTRY_BYTES);
        StateFields.writeOpen(body, open);
        FrameWriter entry = new FrameWriter(MAX_ENTRY_BYTES + Stream.HEAD_BYTES);
        entry.octet(OPEN);
        entry.frame(body);
        return entry.toBytes();
    }

    /** Whether these bytes are the beginning of a snapshot. */
    public static boolean begins(byte[] chunk) {
        return chunk.length >= MAGIC.length && Arrays.equals(chunk, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** The hash of a state: equal states have equal hashes on every machine. */
    public static long stateHash(CoreState state) {
        return write(0, state, _ -> {});
    }

    /** Gathers entries into chunks. The hash covers the state's entries, not the log's id. */
    private static final class Stream {
        static final int HEAD_BYTES = 16;

        private final Consumer<byte[]> chunks;
        private final FrameWriter body = new FrameWriter(MAX_ENTRY_BYTES);
        private final FrameWriter entry = new FrameWriter(MAX_ENTRY_BYTES + HEAD_BYTES);
        private final ByteBuffer chunk = ByteBuffer.allocate(MAX_CHUNK_BYTES);
        private StateHash hash = StateHash.of(VERSION);
        private long entries;

        Stream(Consumer<byte[]> chunks) {
            this.chunks = chunks;
        }

        void preamble() {
            append(MAGIC, MAGIC.length);
            append(new byte[] {VERSION}, 1);
        }

        /** What was written so far is not part of the state. */
        void beginHash() {
            hash = StateHash.of(VERSION);
        }

        <T> void entries(int type, List<T> values, BiConsumer<FrameWriter, T> fields) {
            for (T value : values) {
                entry(type, value, fields);
            }
        }

        <T> void entry(int type, T value, BiConsumer<FrameWriter, T> fields) {
            body.clear();
            fields.accept(body, value);
            entry.clear();
            entry.octet(type);
            entry.frame(body);
            entries++;
            append(entry.bytes(), entry.length());
        }

        void whole(byte[] form) {
            entries++;
            append(form, form.length);
        }

        long end() {
            long value = hash.value();
            long before = entries;
            entry(END, value, (out, hashed) -> {
                out.fixed64(before);
                out.fixed64(hashed);
            });
            flush();
            return value;
        }

        private void append(byte[] bytes, int length) {
            hash.update(bytes, 0, length);
            int at = 0;
            while (at < length) {
                int part = Math.min(length - at, chunk.remaining());
                chunk.put(bytes, at, part);
                at += part;
                if (!chunk.hasRemaining()) {
                    flush();
                }
            }
        }

        private void flush() {
            if (chunk.position() > 0) {
                byte[] bytes = new byte[chunk.flip().remaining()];
                chunk.get(bytes);
                chunk.clear();
                chunks.accept(bytes);
            }
        }
    }
}
