package care.convoy.firmware;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What both sides have seen of a login, and the proofs over it (PROTOCOL.md §8.3). The hash covers the exact bytes of
 * hello and challenge, with both nonces: a proof made for one connection is worth nothing on another.
 */
final class Transcript {

    private static final byte[] DEVICE_LABEL = label("convoy-v1 device");
    private static final byte[] SERVER_LABEL = label("convoy-v1 server");
    private static final byte[] SEAL_UP_LABEL = label("convoy-v1 seal up");
    private static final byte[] SEAL_DOWN_LABEL = label("convoy-v1 seal down");

    /** The counter of HKDF's first and only block. */
    private static final byte[] FIRST_BLOCK = {1};

    private final byte[] hash;

    Transcript(byte[] hello, byte[] challenge) {
        MessageDigest sha256 = sha256();
        sha256.update(lengthOf(hello));
        sha256.update(hello);
        sha256.update(lengthOf(challenge));
        sha256.update(challenge);
        this.hash = sha256.digest();
    }

    byte[] hash() {
        return hash.clone();
    }

    /** Over the transcript and the header of the proof, because that header names the session's epoch. */
    Mac256 deviceProof(DeviceKey key, byte[] proofHeader) {
        return new Mac256(key.mac(DEVICE_LABEL, hash, proofHeader));
    }

    /**
     * Over the transcript, the proof, and the welcome without its own proof: the terms cannot be changed on the
     * way.
     */
    Mac256 serverProof(DeviceKey key, Mac256 deviceProof, byte[] welcome) {
        byte[] header = Arrays.copyOf(welcome, Header.BYTES);
        byte[] terms = Arrays.copyOfRange(welcome, Header.BYTES + Mac256.BYTES, welcome.length);
        return new Mac256(key.mac(SERVER_LABEL, hash, deviceProof.bytes(), header, terms));
    }

    /** The key for what the device seals in this session (PROTOCOL.md §12.2): HKDF-Expand of RFC 5869 with 32 bytes. */
    byte[] sealKeyUp(DeviceKey key) {
        return key.mac(SEAL_UP_LABEL, hash, FIRST_BLOCK);
    }

    /** The key for what the gateway seals in this session. */
    byte[] sealKeyDown(DeviceKey key) {
        return key.mac(SEAL_DOWN_LABEL, hash, FIRST_BLOCK);
    }

    private static byte[] lengthOf(byte[] message) {
        return new byte[] {(byte) (message.length >>> 8), (byte) message.length};
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256", e);
        }
    }
}
