package care.convoy.alertlog.emergency;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A journal's bytes in memory, which remembers what was safe when, and can fail. */
final class MemoryDisk implements JournalMedium {
    static final int BYTES = 256 << 10;

    /** What happened, in order: {@code write}, {@code force}, and what a test adds. */
    final List<String> order = new ArrayList<>();

    /** The bytes as they were safe after each force. */
    final List<byte[]> images = new ArrayList<>();

    /** The bytes with a write torn in two, one for each write. */
    final List<byte[]> torn = new ArrayList<>();

    private final byte[] bytes;
    private volatile Error error;
    private boolean writesFail;
    private boolean forceFails;
    private boolean forcesNothing;

    MemoryDisk(int size) {
        this.bytes = new byte[size];
    }

    MemoryDisk(byte[] image) {
        this.bytes = image.clone();
        images.add(image.clone());
    }

    MemoryDisk failingWrites() {
        writesFail = true;
        return this;
    }

    /** A disk that says it has written what it has not. */
    MemoryDisk lying() {
        forcesNothing = true;
        return this;
    }

    boolean isLying() {
        return forcesNothing;
    }

    /** Once. */
    void nextWriteFails(Error with) {
        error = with;
    }

    void failForces() {
        forceFails = true;
    }

    @Override
    public int size() {
        return bytes.length;
    }

    @Override
    public void read(ByteBuffer into, int at) {
        into.put(bytes, at, into.remaining());
    }

    @Override
    public void write(ByteBuffer from, int at) throws IOException {
        if (writesFail) {
            throw new IOException("no space left");
        }
        Error now = error;
        if (now != null) {
            error = null;
            from.get();
            throw now;
        }
        order.add("write");
        int length = from.remaining();
        byte[] half = bytes.clone();
        from.duplicate().get(half, at, length / 2);
        torn.add(half);
        from.get(bytes, at, length);
    }

    @Override
    public void force() throws IOException {
        if (forceFails) {
            throw new IOException("input/output error");
        }
        order.add("force");
        if (!forcesNothing) {
            images.add(bytes.clone());
        }
    }

    /** What a crash now would leave: only what was forced. */
    byte[] safe() {
        return images.isEmpty() ? new byte[bytes.length] : images.getLast().clone();
    }

    byte[] now() {
        return Arrays.copyOf(bytes, bytes.length);
    }

    @Override
    public void close() {
        order.add("close");
    }
}
