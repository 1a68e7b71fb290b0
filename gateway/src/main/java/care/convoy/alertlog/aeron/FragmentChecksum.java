package care.convoy.alertlog.aeron;

import io.aeron.archive.checksum.Checksum;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The CRC-32C (RFC 3720 appendix B.4) that is written with each fragment of the log. Aeron's own asks the JDK to open a
 * package to it; this one does not. Any thread.
 */
final class FragmentChecksum implements Checksum {
    @Override
    public int compute(long address, int offset, int length) {
        if (offset < 0) {
            // the archive's own search for the end of a recording does that, see LogEngine: memory before the buffer
            throw new IndexOutOfBoundsException("a fragment at " + offset);
        }
        CRC32C crc = new CRC32C();
        byte[] fragment = new byte[length];
        new UnsafeBuffer(address + offset, length).getBytes(0, fragment);
        crc.update(fragment);
        return (int) crc.getValue();
    }
}
