package care.convoy.resident;

import care.convoy.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A stream as sealed blocks of 256 KB: {@code length(4) | sealed piece}, each bound to its number, the last marked as the
 * last, so that nothing can be cut off, swapped or repeated unseen.
 */
final class SealedBlocks {
    private static final int BLOCK_BYTES = 256 << 10;

    private SealedBlocks() {}

    private static String context(long number, boolean last) {
        return "records-cache/" + number + (last ? "/last" : "");
    }

    /** Seals what is written; {@link #finish} writes the last block, and without it the stream does not open. */
    static final class Output extends OutputStream {
        private final DataOutputStream out;
        private final Vault vault;
        private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES);
        private long number;

        Output(OutputStream out, Vault vault) {
            this.out = new DataOutputStream(out);
            this.vault = vault;
        }

        @Override
        public void write(int value) throws IOException {
            block.write(value);
            if (block.size() >= BLOCK_BYTES) {
                seal(false);
            }
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            block.write(bytes, from, length);
            if (block.size() >= BLOCK_BYTES) {
                seal(false);
            }
        }

        void finish() throws IOException {
            seal(true);
            out.flush();
        }

        private void seal(boolean last) throws IOException {
            byte[] sealed = vault.seal(block.toByteArray(), context(number, last));
            out.writeByte(last ? 1 : 0);
            out.writeInt(sealed.length);
            out.write(sealed);
            block.reset();
            number++;
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Opens what {@link Output} sealed. */
    static final class Input extends InputStream {
        private final DataInputStream in;
        private final Vault vault;
        private byte[] block = new byte[0];
        private int position;
        private long number;
        private boolean last;

        Input(InputStream in, Vault vault) {
            this.in = new DataInputStream(in);
            this.vault = vault;
        }

        @Override
        public int read() throws IOException {
            return fill() ? block[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, block.length - position);
            System.arraycopy(block, position, into, from, count);
            position += count;
            return count;
        }

        private boolean fill() throws IOException {
            while (position == block.length) {
                if (last) {
                    return false;
                }
                last = in.readByte() == 1;
                int length = in.readInt();
                if (length < Vault.OVERHEAD_BYTES || length > 4 * BLOCK_BYTES) {
                    throw new IOException("records cache is damaged");
                }
                block = vault.open(in.readNBytes(length), context(number, last));
                position = 0;
                number++;
            }
            return true;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
