package care.convoy.sim.coap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Keys of a DTLS 1.2 session with a pre-shared key (RFC 4279; RFC 5246, §5; RFC 7627). Pure. */
final class Keys {
    static final int SALT_BYTES = 4;
    private static final int KEY_BYTES = 16;
    private static final int MASTER_BYTES = 48;
    private static final int VERIFY_BYTES = 12;

    private final byte[] master;
    private final SecretKey clientKey;
    private final SecretKey serverKey;
    private final byte[] clientSalt = new byte[SALT_BYTES];
    private final byte[] serverSalt = new byte[SALT_BYTES];

    /**
     * Derives them.
     *
     * @param extended the hash over the handshake so far if both ends have the extended master secret, else both randoms
     * @param client 32 bytes
     * @param server 32 bytes
     */
    Keys(byte[] preShared, String masterLabel, byte[] extended, byte[] client, byte[] server) {
        byte[] premaster = ByteBuffer.allocate(2 * (2 + preShared.length))
                .putShort((short) preShared.length)
                .position(2 + preShared.length)
                .putShort((short) preShared.length)
                .put(preShared)
                .array();
        master = expand(premaster, masterLabel, extended, MASTER_BYTES);
        ByteBuffer block =
                ByteBuffer.wrap(expand(master, "key expansion", joined(server, client), 2 * (KEY_BYTES + SALT_BYTES)));
        clientKey = aes(block);
        serverKey = aes(block);
        block.get(clientSalt).get(serverSalt);
    }

    private static SecretKey aes(ByteBuffer block) {
        byte[] key = new byte[KEY_BYTES];
        block.get(key);
        return new SecretKeySpec(key, "AES");
    }

    SecretKey clientKey() {
        return clientKey;
    }

    SecretKey serverKey() {
        return serverKey;
    }

    byte[] clientNonce(long record) {
        return nonce(clientSalt, record);
    }

    byte[] serverNonce(long explicit) {
        return nonce(serverSalt, explicit);
    }

    private static byte[] nonce(byte[] salt, long explicit) {
        return ByteBuffer.allocate(SALT_BYTES + Long.BYTES)
                .put(salt)
                .putLong(explicit)
                .array();
    }

    /** What a Finished message says. @param label {@code client finished} or {@code server finished} */
    byte[] verifyData(String label, byte[] handshakeHash) {
        return expand(master, label, handshakeHash, VERIFY_BYTES);
    }

    static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    /** P_SHA256 (RFC 5246, §5). */
    private static byte[] expand(byte[] secret, String label, byte[] seed, int length) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] labelled = joined(label.getBytes(StandardCharsets.US_ASCII), seed);
            byte[] chain = labelled;
            ByteBuffer out = ByteBuffer.allocate(length);
            while (out.hasRemaining()) {
                chain = mac.doFinal(chain);
                mac.update(chain);
                byte[] part = mac.doFinal(labelled);
                out.put(part, 0, Math.min(part.length, out.remaining()));
            }
            return out.array();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
