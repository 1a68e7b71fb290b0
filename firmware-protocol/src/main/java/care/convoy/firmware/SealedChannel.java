package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * One end of a session that was agreed to be sealed (PROTOCOL.md §12): messages to sealed bytes and back, with ChaCha20-Poly1305. One
 * per connection, used by its one thread; its keys die with it. What does not open was not said by the other side, whatever
 * it claims to be, and nothing may follow from it.
 */
public final class SealedChannel {

    /** What sealing adds to a message. */
    public static final int TAG_BYTES = 16;

    /** Largest message that can be sealed. */
    public static final int MAX_PLAIN_BYTES = Frame.MAX_MESSAGE_BYTES - TAG_BYTES;

    private static final int FLAGS_AT = 2;
    private static final int EPOCH_AT = 3;
    private static final int SEQUENCE_AT = 7;
    private static final byte UP = 0;
    private static final byte DOWN = 1;

    private static final ThreadLocal<Workbench> WORKBENCH = ThreadLocal.withInitial(Workbench::new);

    private final SecretKeySpec outKey;
    private final SecretKeySpec inKey;
    private final byte outDirection;
    private final @Nullable SealedNumbers sealedUp;
    private long highestDown;

    private SealedChannel(byte[] outKey, byte[] inKey, @Nullable SealedNumbers sealedUp) {
        this.outKey = new SecretKeySpec(outKey, "ChaCha20");
        this.inKey = new SecretKeySpec(inKey, "ChaCha20");
        this.sealedUp = sealedUp;
        this.outDirection = sealedUp == null ? DOWN : UP;
    }

    static SealedChannel ofDevice(Transcript transcript, DeviceKey key, long sessionEpoch) {
        return new SealedChannel(
                transcript.sealKeyUp(key), transcript.sealKeyDown(key), new SealedNumbers(sessionEpoch));
    }

    static SealedChannel ofGateway(Transcript transcript, DeviceKey key) {
        return new SealedChannel(transcript.sealKeyDown(key), transcript.sealKeyUp(key), null);
    }

    /** What a thread needs to seal and to open; nothing of a message stays that the next one does not overwrite. */
    private static final class Workbench {
        private final Cipher sealing = cipher();
        /** Another one, because a cipher that has tried to open a number would refuse to seal under it. */
        private final Cipher opening = cipher();

        private final byte[] nonce = new byte[12];
        private final byte[] from = new byte[Frame.MAX_MESSAGE_BYTES];
        private final byte[] sealed = new byte[Frame.MAX_MESSAGE_BYTES];
        private final ByteBuffer opened = ByteBuffer.allocate(Frame.MAX_MESSAGE_BYTES);
        private final ByteBuffer encoded = ByteBuffer.wrap(from);

        private static Cipher cipher() {
            try {
                return Cipher.getInstance("ChaCha20-Poly1305");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no ChaCha20-Poly1305", e);
            }
        }

        /** Runs the cipher over the body of {@code from}, with its header as associated data. @return bytes of body written */
        int run(int mode, SecretKeySpec key, byte direction, int length, byte[] to) throws GeneralSecurityException {
            nonce[0] = direction;
            System.arraycopy(from, EPOCH_AT, nonce, 4, 8);
            Cipher cipher = mode == Cipher.ENCRYPT_MODE ? sealing : opening;
            cipher.init(mode, key, new IvParameterSpec(nonce));
            cipher.updateAAD(from, 0, Header.BYTES);
            return cipher.doFinal(from, Header.BYTES, length - Header.BYTES, to, Header.BYTES);
        }
    }

    /**
     * Encodes and seals a message at the buffer's position.
     *
     * @param header epoch and sequence from 1; never one that was sealed in this session before. Who repeats a message in the same
     *     session sends the same sealed bytes again
     * @return bytes written, at most {@link Frame#MAX_MESSAGE_BYTES}
     * @throws IllegalArgumentException if the number may have been used, or the message is longer than {@link #MAX_PLAIN_BYTES}
     * @throws java.nio.BufferOverflowException if the buffer has too little room
     */
    public int seal(Header header, Message message, ByteBuffer out) {
        Workbench bench = WORKBENCH.get();
        return seal(bench, MessageEncoder.encode(header, message, bench.encoded.clear()), out);
    }

    /** The same for a message that is encoded already, as an array of its own. */
    public byte[] seal(byte[] message) {
        Range.requireWithin("length of a message to seal", message.length, Header.BYTES, MAX_PLAIN_BYTES);
        Workbench bench = WORKBENCH.get();
        System.arraycopy(message, 0, bench.from, 0, message.length);
        byte[] sealed = new byte[message.length + TAG_BYTES];
        seal(bench, message.length, ByteBuffer.wrap(sealed));
        return sealed;
    }

    private int seal(Workbench bench, int length, ByteBuffer out) {
        Range.requireWithin("length of a message to seal", length, Header.BYTES, MAX_PLAIN_BYTES);
        bench.from[FLAGS_AT] |= (byte) Header.FLAG_SEALED;
        long epoch = u32(bench.from, EPOCH_AT);
        long sequence = u32(bench.from, SEQUENCE_AT);
        if (!takeNumber(epoch, sequence)) {
            throw new IllegalArgumentException("number " + sequence + " of epoch " + epoch
                    + " may have been sealed before in this session: repeat the sealed bytes, or log in again");
        }
        try {
            int body = bench.run(Cipher.ENCRYPT_MODE, outKey, outDirection, length, bench.sealed);
            out.put(bench.from, 0, Header.BYTES).put(bench.sealed, Header.BYTES, body);
            return Header.BYTES + body;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing cannot fail", e);
        }
    }

    private boolean takeNumber(long epoch, long sequence) {
        if (sealedUp != null) {
            return sealedUp.take(epoch, sequence);
        }
        boolean rising = epoch != 0 && sequence > highestDown;
        highestDown = Math.max(highestDown, sequence);
        return rising;
    }

    /**
     * Opens a message.
     *
     * @param offset absolute index of its first byte
     * @param length 0 or more
     * @return the plain message from position 0 to the limit, without the flag SEALED, valid until this thread opens the next one;
     *     null if it is not sealed, not whole, was not sealed by the other side in this session, or (at the device) came before
     */
    public @Nullable ByteBuffer open(ByteBuffer buffer, int offset, int length) {
        if (length < Header.BYTES + TAG_BYTES || length > Frame.MAX_MESSAGE_BYTES) {
            return null;
        }
        Workbench bench = WORKBENCH.get();
        buffer.get(offset, bench.from, 0, length);
        long epoch = u32(bench.from, EPOCH_AT);
        long sequence = u32(bench.from, SEQUENCE_AT);
        boolean sealed = (bench.from[FLAGS_AT] & Header.FLAG_SEALED) != 0;
        boolean replayedDown = sealedUp != null && sequence <= highestDown;
        if (!sealed || epoch == 0 || sequence == 0 || replayedDown) {
            return null;
        }
        try {
            byte inDirection = outDirection == UP ? DOWN : UP;
            bench.run(Cipher.DECRYPT_MODE, inKey, inDirection, length, bench.opened.array());
        } catch (AEADBadTagException forged) {
            return null;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("opening can only fail by its tag", e);
        }
        if (sealedUp != null) {
            highestDown = sequence;
        }
        System.arraycopy(bench.from, 0, bench.opened.array(), 0, Header.BYTES);
        bench.opened.array()[FLAGS_AT] &= (byte) ~Header.FLAG_SEALED;
        return bench.opened.clear().limit(length - TAG_BYTES);
    }

    /** The same for a whole array. */
    public @Nullable ByteBuffer open(byte[] message) {
        return open(ByteBuffer.wrap(message), 0, message.length);
    }

    private static long u32(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL) << 24
                | (bytes[at + 1] & 0xFFL) << 16
                | (bytes[at + 2] & 0xFFL) << 8
                | (bytes[at + 3] & 0xFFL);
    }

    /** Only says that it is one: keys stay out of logs. */
    @Override
    public String toString() {
        return "SealedChannel[" + (sealedUp == null ? "gateway" : "device") + "]";
    }
}
