package care.convoy.alertlog;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The hash of a state's entries, 64 bits, against faults and not against forgery. It covers the version too since version 2:
 * so no frame is taken for one of another. One thread.
 */
sealed interface StateHash {
    void update(byte[] bytes, int offset, int length);

    /** Of all bytes so far; ends the hash. */
    long value();

    /** The hash that this version of a snapshot has, of nothing yet. */
    static StateHash of(int version) {
        StateHash hash = version >= 3 ? new Checksums() : new Sha256();
        if (version > 1) {
            hash.update(new byte[] {(byte) version}, 0, 1);
        }
        return hash;
    }

    /**
     * CRC-32C (RFC 3720 appendix B.4) above CRC-32 (RFC 1952 section 8). Their polynomials have no common factor, so
     * together they are one of 64 bits, and processors count both at several bytes a clock, which counts while the log waits.
     */
    final class Checksums implements StateHash {
        private final Checksum high = new CRC32C();
        private final Checksum low = new CRC32();

        @Override
        public void update(byte[] bytes, int offset, int length) {
            high.update(bytes, offset, length);
            low.update(bytes, offset, length);
        }

        @Override
        public long value() {
            return high.getValue() << 32 | low.getValue();
        }
    }

    /** The first eight bytes of a SHA-256: versions 1 and 2. */
    final class Sha256 implements StateHash {
        private final MessageDigest digest;

        private Sha256() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError("every Java platform has SHA-256", impossible);
            }
        }

        @Override
        public void update(byte[] bytes, int offset, int length) {
            digest.update(bytes, offset, length);
        }

        @Override
        public long value() {
            return ByteBuffer.wrap(digest.digest()).getLong();
        }
    }
}
