package care.convoy.alertlog;

import care.convoy.alert.CoreState;
import care.convoy.alert.Task;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a snapshot together from the chunks that {@link SnapshotCodec} wrote, whatever their lengths. One thread. Holds
 * one unfinished entry besides the state itself.
 */
public final class SnapshotLoader {
    private static final int PREAMBLE_BYTES = SnapshotCodec.MAGIC.length + 1;

    private final List<CoreState.Open> open = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<CoreState.KnownSignal> signals = new ArrayList<>();
    private final List<CoreState.Former> formers = new ArrayList<>();
    private final List<CoreState.Answered> answered = new ArrayList<>();
    private final List<CoreState.DeviceTest> tests = new ArrayList<>();
    private final List<CoreState.Ended> ended = new ArrayList<>();
    private MessageDigest digest = SnapshotCodec.newDigest(SnapshotCodec.VERSION);

    private byte[] pending = new byte[0];
    private int version;
    private boolean preambleRead;
    private long entries;
    private long logId;
    private CoreState.@Nullable Clock clock;
    private @Nullable Snapshot complete;

    /** Takes the next bytes. @throws MalformedFrame if they are no snapshot of a known version, or are damaged */
    public void accept(byte[] chunk) throws MalformedFrame {
        if (complete != null) {
            throw new MalformedFrame("bytes follow the snapshot's end");
        }
        byte[] bytes = Arrays.copyOf(pending, pending.length + chunk.length);
        System.arraycopy(chunk, 0, bytes, pending.length, chunk.length);
        int used = preambleRead ? 0 : readPreamble(bytes);
        if (preambleRead) {
            used = readEntries(bytes, used);
        }
        pending = Arrays.copyOfRange(bytes, used, bytes.length);
    }

    /** Whether the whole snapshot was read and its hash was right. */
    public boolean isComplete() {
        return complete != null;
    }

    /** @throws MalformedFrame if the snapshot's end is missing */
    public Snapshot snapshot() throws MalformedFrame {
        if (complete == null) {
            throw new MalformedFrame("snapshot is cut off");
        }
        return complete;
    }

    private int readPreamble(byte[] bytes) throws MalformedFrame {
        if (bytes.length < PREAMBLE_BYTES) {
            return 0;
        }
        if (!Arrays.equals(bytes, 0, PREAMBLE_BYTES - 1, SnapshotCodec.MAGIC, 0, PREAMBLE_BYTES - 1)) {
            throw new MalformedFrame("not a snapshot");
        }
        version = bytes[PREAMBLE_BYTES - 1];
        if (version < 1 || version > SnapshotCodec.VERSION) {
            throw new MalformedFrame("unknown version " + version + " of a snapshot");
        }
        digest = SnapshotCodec.newDigest(version);
        preambleRead = true;
        return PREAMBLE_BYTES;
    }

    /** Reads all entries that are there as a whole; returns where the first unfinished one begins. */
    private int readEntries(byte[] bytes, int from) throws MalformedFrame {
        int at = from;
        while (complete == null) {
            int bodyAt = bodyStart(bytes, at);
            if (bodyAt < 0) {
                return at;
            }
            int length = bodyLength(bytes, at);
            if (length > bytes.length - bodyAt) {
                return at;
            }
            readEntry(bytes, at, bodyAt, length);
            at = bodyAt + length;
        }
        if (at < bytes.length) {
            throw new MalformedFrame("bytes follow the snapshot's end");
        }
        return at;
    }

    /** Where the body of the entry begins, or -1 if its head is not all there. */
    private static int bodyStart(byte[] bytes, int at) {
        for (int i = at + 1; i < bytes.length; i++) {
            if (bytes[i] >= 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static int bodyLength(byte[] bytes, int at) throws MalformedFrame {
        long length = new FrameReader(bytes, at + 1, bytes.length - at - 1).unsigned();
        if (length < 0 || length > SnapshotCodec.MAX_ENTRY_BYTES) {
            throw new MalformedFrame("an entry of the snapshot is too long");
        }
        return (int) length;
    }

    private void readEntry(byte[] bytes, int at, int bodyAt, int length) throws MalformedFrame {
        FrameReader in = new FrameReader(bytes, bodyAt, length, version);
        int type = bytes[at];
        try {
            if (type == SnapshotCodec.END) {
                finish(in);
            } else {
                readPart(type, in);
                entries++;
            }
        } catch (IllegalArgumentException refused) {
            throw new MalformedFrame("a field's value cannot be");
        }
        in.end();
        if (type != SnapshotCodec.LOG) {
            digest.update(bytes, at, bodyAt + length - at);
        }
    }

    private void readPart(int type, FrameReader in) throws MalformedFrame {
        switch (type) {
            case SnapshotCodec.LOG -> logId = in.fixed64();
            case SnapshotCodec.CLOCK -> clock = StateFields.readClock(in);
            case SnapshotCodec.OPEN -> open.add(StateFields.readOpen(in));
            case SnapshotCodec.TASK -> tasks.add(AlertFields.readTask(in));
            case SnapshotCodec.SIGNAL -> signals.add(StateFields.readSignal(in));
            case SnapshotCodec.FORMER -> formers.add(StateFields.readFormer(in));
            case SnapshotCodec.ANSWERED -> answered.add(StateFields.readAnswered(in));
            case SnapshotCodec.DEVICE_TEST -> tests.add(StateFields.readTest(in));
            case SnapshotCodec.ENDED -> ended.add(StateFields.readEnded(in));
            default -> throw new MalformedFrame("unknown entry " + type + " of a snapshot");
        }
    }

    private void finish(FrameReader in) throws MalformedFrame {
        long count = in.fixed64();
        long hash = in.fixed64();
        if (count != entries || hash != SnapshotCodec.finish(digest)) {
            throw new MalformedFrame("the snapshot is damaged: its hash is another");
        }
        if (clock == null) {
            throw new MalformedFrame("the snapshot has no clock");
        }
        complete =
                new Snapshot(logId, new CoreState(clock, open, tasks, signals, formers, answered, tests, ended), hash);
    }
}
