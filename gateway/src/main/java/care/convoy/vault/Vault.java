package care.convoy.vault;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens small pieces of secret or personal data: AES-256 in GCM (NIST SP 800-38D) with a random 96-bit nonce
 * and a 128-bit tag. Thread-safe.
 *
 * <p>A sealed piece is {@code 'C' 'V' version(1) | first 4 bytes of SHA-256 of the key | nonce(12) | ciphertext and tag}.
 * Header and a context string are authenticated with it, so that a piece sealed for one row or purpose does not open for
 * another. One key may seal 2^32 pieces (SP 800-38D section 8.3); a gateway seals a few per import and note.
 */
public final class Vault {
    /** How many bytes longer a sealed piece is than what was sealed. */
    public static final int OVERHEAD_BYTES = 3 + 4 + 12 + 16;

    private static final byte VERSION = 1;
    private static final int KEY_BYTES = 32;
    private static final int KEY_MARK_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int DERIVED_BYTES = 16;
    private static final int HEADER_BYTES = 3 + KEY_MARK_BYTES;

    private final SecretKey key;
    private final byte[] header;
    private final SecureRandom random = new SecureRandom();

    private Vault(byte[] keyBytes) {
        key = new SecretKeySpec(keyBytes, "AES");
        header = new byte[HEADER_BYTES];
        header[0] = 'C';
        header[1] = 'V';
        header[2] = VERSION;
        System.arraycopy(markOf(keyBytes), 0, header, 3, KEY_MARK_BYTES);
    }

    /**
     * Reads the key, or draws one at the first start.
     *
     * @param keyFile mode 0600; belongs into every backup, apart from the data
     * @param sealedDataExist whether something was sealed here before: then a missing key is never replaced
     * @throws Unusable saying what is wrong and how to mend it
     */
    public static Vault open(Path keyFile, boolean sealedDataExist) {
        try {
            byte[] existing = Files.readAllBytes(keyFile);
            if (existing.length != KEY_BYTES) {
                throw new Unusable("key file " + keyFile + " has " + existing.length + " bytes instead of " + KEY_BYTES
                        + "; put back the one from the backup");
            }
            Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
            return new Vault(existing);
        } catch (NoSuchFileException missing) {
            if (sealedDataExist) {
                throw new Unusable("key file " + keyFile + " is missing, but there are data sealed with it;"
                        + " put it back from the backup: without it device secrets cannot be read");
            }
            return new Vault(createKey(keyFile));
        } catch (IOException unreadable) {
            throw new Unusable("key file " + keyFile + " cannot be read (" + unreadable + "); mend its permissions");
        }
    }

    private static byte[] createKey(Path keyFile) {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        Path draft = keyFile.resolveSibling(keyFile.getFileName() + ".new");
        try {
            Files.deleteIfExists(draft);
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(fresh);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                out.force(true);
            }
            Files.move(draft, keyFile, StandardCopyOption.ATOMIC_MOVE);
            Path directory = keyFile.toAbsolutePath().getParent();
            if (directory != null) {
                // what is sealed next must not outlive the key in a power failure
                try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
                    entry.force(true);
                }
            }
            return fresh;
        } catch (IOException unwritable) {
            throw new Unusable("key file " + keyFile + " cannot be created (" + unwritable + ")");
        }
    }

    /** Tells this key from others, and says nothing of it: the first 4 bytes of its SHA-256, highest first. */
    public int keyMark() {
        return ByteBuffer.wrap(header).getInt(HEADER_BYTES - KEY_MARK_BYTES);
    }

    /**
     * Seals.
     *
     * @param context what the bytes are and whose, as {@code device-secret/band-1}; needed again to open
     */
    public byte[] seal(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, nonce, context);
            byte[] sealed = new byte[HEADER_BYTES + NONCE_BYTES + cipher.getOutputSize(plain.length)];
            System.arraycopy(header, 0, sealed, 0, HEADER_BYTES);
            System.arraycopy(nonce, 0, sealed, HEADER_BYTES, NONCE_BYTES);
            cipher.doFinal(plain, 0, plain.length, sealed, HEADER_BYTES + NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing from this Java", impossible);
        }
    }

    /**
     * Opens what {@link #seal} made.
     *
     * @throws Unusable if it was sealed with another key or for another context, or was changed
     */
    public byte[] open(byte[] sealed, String context) {
        if (sealed.length < OVERHEAD_BYTES || sealed[0] != 'C' || sealed[1] != 'V') {
            throw new Unusable("sealed data are damaged: not of the vault's form");
        }
        if (sealed[2] != VERSION) {
            throw new Unusable("sealed data are of version " + sealed[2] + "; this program knows version " + VERSION);
        }
        if (!Arrays.equals(sealed, 0, HEADER_BYTES, header, 0, HEADER_BYTES)) {
            throw new Unusable("sealed with another key than this data directory's; put back the key file that belongs"
                    + " to these data");
        }
        byte[] nonce = Arrays.copyOfRange(sealed, HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
        int from = HEADER_BYTES + NONCE_BYTES;
        try {
            return cipher(Cipher.DECRYPT_MODE, nonce, context).doFinal(sealed, from, sealed.length - from);
        } catch (AEADBadTagException forged) {
            throw new Unusable("sealed data were changed, or belong elsewhere");
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM is missing from this Java", impossible);
        }
    }

    /**
     * 128 bits that nobody guesses and that are always the same for this key, in hexadecimal: HMAC-SHA-256 of a key of its
     * own.
     *
     * @param purpose what for and for whom, as {@code jt808-code/13912345678}
     */
    public String derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
            byte[] own = mac.doFinal("convoy derived key".getBytes(StandardCharsets.UTF_8));
            mac.init(new SecretKeySpec(own, "HmacSHA256"));
            byte[] derived = mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(derived, 0, DERIVED_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", impossible);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] markOf(byte[] keyBytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(keyBytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("SHA-256 is missing from this Java", impossible);
        }
    }

    /** The key or the sealed data cannot be used; the message says why and what to do, and holds no data. */
    public static final class Unusable extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Unusable(String message) {
            super(message);
        }
    }
}
