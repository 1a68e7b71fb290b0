package care.convoy.alertlog;

import care.convoy.alert.CoreState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A snapshot as a stream of bytes in chunks: magic and version, then entries (type, length, fields), the last of which
 * carries how many there were and a hash of all before it. {@link SnapshotLoader} reads it. Pure, any thread.
 */
public final class SnapshotCodec {
    /** The version that is written. */
    public static final int VERSION = 2;

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

    private SnapshotCodec() {}

    /**
     * Writes a snapshot.
     *
     * @param chunks takes each chunk in turn, at most {@link #MAX_CHUNK_BYTES} long
     * @return the state's hash
     */
    public static long write(long logId, CoreState state, Consumer<byte[]> chunks) {
        Stream stream = new Stream(chunks);
        stream.preamble();
        stream.entry(LOG, logId, FrameWriter::fixed64);
        stream.forgetHash();
        stream.entry(CLOCK, state.clock(), StateFields::writeClock);
        stream.entries(OPEN, state.open(), StateFields::writeOpen);
        stream.entries(TASK, state.tasks(), AlertFields::writeTask);
        stream.entries(SIGNAL, state.signals(), StateFields::writeSignal);
        stream.entries(FORMER, state.formers(), StateFields::writeFormer);
        stream.entries(ANSWERED, state.answered(), StateFields::writeAnswered);
        stream.entries(DEVICE_TEST, state.tests(), StateFields::writeTest);
        stream.entries(ENDED, state.ended(), StateFields::writeEnded);
        return stream.end();
    }

    /** Whether these bytes are the beginning of a snapshot. */
    public static boolean begins(byte[] chunk) {
        return chunk.length >= MAGIC.length && Arrays.equals(chunk, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** The hash of a state: equal states have equal hashes on every machine. */
    public static long stateHash(CoreState state) {
        return write(0, state, _ -> {});
    }

    /** For the state's hash, which covers the version too since version 2: so no frame is taken for one of another. */
    static MessageDigest newDigest(int version) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            if (version > 1) {
                digest.update((byte) version);
            }
            return digest;
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }

    static long finish(MessageDigest digest) {
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** Gathers entries into chunks. The hash covers the state's entries, not the log's id. */
    private static final class Stream {
        private final Consumer<byte[]> chunks;
        private final FrameWriter body = new FrameWriter(MAX_ENTRY_BYTES);
        private final FrameWriter head = new FrameWriter(16);
        private final ByteBuffer chunk = ByteBuffer.allocate(MAX_CHUNK_BYTES);
        private MessageDigest digest = newDigest(VERSION);
        private long entries;

        Stream(Consumer<byte[]> chunks) {
            this.chunks = chunks;
        }

        void preamble() {
            append(MAGIC);
            append(new byte[] {VERSION});
        }

        void forgetHash() {
            digest = newDigest(VERSION);
        }

        <T> void entries(int type, List<T> values, BiConsumer<FrameWriter, T> fields) {
            for (T value : values) {
                entry(type, value, fields);
            }
        }

        <T> void entry(int type, T value, BiConsumer<FrameWriter, T> fields) {
            entries++;
            body.clear();
            fields.accept(body, value);
            byte[] bytes = body.toBytes();
            head.clear();
            head.octet(type);
            head.unsigned(bytes.length);
            append(head.toBytes());
            append(bytes);
        }

        long end() {
            long hash = finish(digest);
            digest = newDigest(VERSION);
            long before = entries;
            entry(END, hash, (out, value) -> {
                out.fixed64(before);
                out.fixed64(value);
            });
            flush();
            return hash;
        }

        private void append(byte[] bytes) {
            digest.update(bytes);
            int at = 0;
            while (at < bytes.length) {
                int part = Math.min(bytes.length - at, chunk.remaining());
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
