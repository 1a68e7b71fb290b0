package care.convoy.alertlog.emergency;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes of a fixed number that survive the process once they were forced: a file, or a test's. One thread. */
public interface JournalMedium extends Closeable {
    /** How many bytes there are; before they were first written they are 0. */
    int size();

    /** Fills the buffer with the bytes from a place on. */
    void read(ByteBuffer into, int at) throws IOException;

    /** Writes all of the buffer; safe only after {@link #force}. */
    void write(ByteBuffer bytes, int at) throws IOException;

    /** Returns when all that was written is safe. After an error nothing may be believed of what was written since. */
    void force() throws IOException;
}
