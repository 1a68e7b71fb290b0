package care.convoy.alertlog;

import care.convoy.alert.CoreState;
import care.convoy.alert.Intent;
import care.convoy.alert.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Puts a snapshot together from the chunks that {@link SnapshotCodec} wrote, whatever their lengths, or only reads it. One
 * thread. Holds one unfinished entry besides the state itself.
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
    private final List<Intent> intents = new ArrayList<>();
    private long lastIntent;
    private final boolean keeps;
    private StateHash hash = StateHash.of(SnapshotCodec.VERSION);

    private byte[] pending = new byte[0];
    private int version;
    private boolean preambleRead;
    private long entries;
    private long logId;
    private CoreState.@Nullable Clock clock;
    private boolean complete;
    private long stateHash;

    /** Keeps the state that it reads. */
    public SnapshotLoader() {
        this(true);
    }

    private SnapshotLoader(boolean keeps) {
        this.keeps = keeps;
    }

    /** Reads every entry as for a start, and keeps none: says whether a start could read it, in little memory. */
    public static SnapshotLoader forgetful() {
        return new SnapshotLoader(false);
    }

    /** Takes the next bytes. @throws MalformedFrame if they are no snapshot of a known version, or are damaged */
    public void accept(byte[] chunk) throws MalformedFrame {
        if (complete) {
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
        return complete;
    }

    /** The hash that the state was written with. @throws MalformedFrame if the snapshot's end is missing */
    public long stateHash() throws MalformedFrame {
        if (!complete) {
            throw new MalformedFrame("snapshot is cut off");
        }
        return stateHash;
    }

    /** @throws MalformedFrame if the snapshot's end is missing */
    public Snapshot snapshot() throws MalformedFrame {
        if (!keeps) {
            throw new IllegalStateException("a forgetful loader has no snapshot");
        }
        long whole = stateHash();
        CoreState.Clock read = Objects.requireNonNull(clock);
        var told = new CoreState.Intents(lastIntent, intents);
        return new Snapshot(
                logId, new CoreState(read, open, tasks, signals, formers, answered, tests, ended, told), whole);
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
        hash = StateHash.of(version);
        preambleRead = true;
        return PREAMBLE_BYTES;
    }

    /** Reads all entries that are there as a whole; returns where the first unfinished one begins. */
    private int readEntries(byte[] bytes, int from) throws MalformedFrame {
        int at = from;
        while (!complete) {
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
            hash.update(bytes, at, bodyAt + length - at);
        }
    }

    private void readPart(int type, FrameReader in) throws MalformedFrame {
        switch (type) {
            case SnapshotCodec.LOG -> logId = in.fixed64();
            case SnapshotCodec.CLOCK -> clock = StateFields.readClock(in);
            case SnapshotCodec.OPEN -> keep(open, StateFields.readOpen(in));
            case SnapshotCodec.TASK -> keep(tasks, AlertFields.readTask(in));
            case SnapshotCodec.SIGNAL -> keep(signals, StateFields.readSignal(in));
            case SnapshotCodec.FORMER -> keep(formers, StateFields.readFormer(in));
            case SnapshotCodec.ANSWERED -> keep(answered, StateFields.readAnswered(in));
            case SnapshotCodec.DEVICE_TEST -> keep(tests, StateFields.readTest(in));
            case SnapshotCodec.ENDED -> keep(ended, StateFields.readEnded(in));
            case SnapshotCodec.INTENT_IDS -> lastIntent = in.unsigned();
            case SnapshotCodec.INTENT -> keep(intents, IntentFields.readIntent(in));
            default -> throw new MalformedFrame("unknown entry " + type + " of a snapshot");
        }
    }

    private <T> void keep(List<T> list, T value) {
        if (keeps) {
            list.add(value);
        }
    }

    private void finish(FrameReader in) throws MalformedFrame {
        long count = in.fixed64();
        long written = in.fixed64();
        if (count != entries || written != hash.value()) {
            throw new MalformedFrame("the snapshot is damaged: its hash is another");
        }
        if (clock == null) {
            throw new MalformedFrame("the snapshot has no clock");
        }
        stateHash = written;
        complete = true;
    }
}
