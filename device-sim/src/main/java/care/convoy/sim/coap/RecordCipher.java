package care.convoy.sim.coap;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals and opens with AES-128: GCM by the JDK, CCM with tags of 8 bytes (RFC 3610, L = 3) out of its CTR and CBC. One for all
 * sessions of a thread.
 */
final class RecordCipher {
    private static final int BLOCK = 16;
    private static final int CCM_TAG = 8;
    private static final int BITS = 8;
    private static final byte CCM_FIRST = 0x40 | (((CCM_TAG - 2) / 2) << 3) | 2;
    private static final byte CCM_COUNTER = 2;

    private final Suite suite;
    private final Cipher gcm;
    private final Cipher ctr;
    private final Cipher cbc;

    RecordCipher(Suite suite) {
        this.suite = suite;
        try {
            gcm = Cipher.getInstance("AES/GCM/NoPadding");
            ctr = Cipher.getInstance("AES/CTR/NoPadding");
            cbc = Cipher.getInstance("AES/CBC/NoPadding");
        } catch (GeneralSecurityException everyJdkHasThem) {
            throw new IllegalStateException(everyJdkHasThem);
        }
    }

    Suite suite() {
        return suite;
    }

    /** @param nonce 12 bytes, never twice with one key. @return ciphertext and tag */
    byte[] seal(SecretKey key, byte[] nonce, byte[] associated, byte[] plain) {
        try {
            if (suite == Suite.GCM) {
                gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(suite.tagBytes() * BITS, nonce));
                gcm.updateAAD(associated);
                return gcm.doFinal(plain);
            }
            byte[] counted = counted(key, nonce, tag(key, nonce, associated, plain), plain);
            byte[] sealed = Arrays.copyOfRange(counted, BLOCK, counted.length + CCM_TAG);
            System.arraycopy(counted, 0, sealed, plain.length, CCM_TAG);
            return sealed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @return what was sealed, or null if it was not sealed like that */
    byte @Nullable [] open(SecretKey key, byte[] nonce, byte[] associated, byte[] sealed) {
        try {
            if (suite == Suite.GCM) {
                gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(suite.tagBytes() * BITS, nonce));
                gcm.updateAAD(associated);
                return gcm.doFinal(sealed);
            }
            int length = sealed.length - CCM_TAG;
            byte[] counted = counted(
                    key, nonce, Arrays.copyOfRange(sealed, length, sealed.length), Arrays.copyOf(sealed, length));
            byte[] plain = Arrays.copyOfRange(counted, BLOCK, counted.length);
            byte[] shown = Arrays.copyOf(counted, CCM_TAG);
            return MessageDigest.isEqual(shown, tag(key, nonce, associated, plain)) ? plain : null;
        } catch (AEADBadTagException notOurs) {
            return null;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Tag and text, each turned into the other form: the tag in the first block, the text from the second on. */
    private byte[] counted(SecretKey key, byte[] nonce, byte[] tag, byte[] text) throws GeneralSecurityException {
        byte[] counter = ByteBuffer.allocate(BLOCK).put(CCM_COUNTER).put(nonce).array();
        ctr.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
        return ctr.doFinal(ByteBuffer.allocate(BLOCK + text.length)
                .put(tag, 0, CCM_TAG)
                .position(BLOCK)
                .put(text)
                .array());
    }

    private byte[] tag(SecretKey key, byte[] nonce, byte[] associated, byte[] plain) throws GeneralSecurityException {
        int head = BLOCK + blocks(2 + associated.length);
        ByteBuffer blocks = ByteBuffer.allocate(head + blocks(plain.length))
                .put(CCM_FIRST)
                .put(nonce)
                .put((byte) (plain.length >> 16))
                .putShort((short) plain.length)
                .putShort((short) associated.length)
                .put(associated)
                .position(head)
                .put(plain);
        cbc.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[BLOCK]));
        byte[] chained = cbc.doFinal(blocks.array());
        return Arrays.copyOfRange(chained, chained.length - BLOCK, chained.length - BLOCK + CCM_TAG);
    }

    private static int blocks(int bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }
}
