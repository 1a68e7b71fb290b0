package care.convoy.firmware;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The 32-byte secret that one device and the gateway share. Immutable, safe on any thread; never printed. */
public final class DeviceKey {

    /** Length of every key. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private DeviceKey(byte[] bytes) {
        Range.requireWithin("length of a device key", bytes.length, BYTES, BYTES);
        this.key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * Of exactly 32 bytes, which are copied.
     *
     * @throws IllegalArgumentException on another length
     */
    public static DeviceKey of(byte[] bytes) {
        return new DeviceKey(bytes);
    }

    /**
     * Of 64 hex digits, as provisioning gives it.
     *
     * @throws IllegalArgumentException on anything else; the text is not repeated in it
     */
    public static DeviceKey fromHex(String hex) {
        if (hex.length() != 2 * BYTES || !hex.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            throw new IllegalArgumentException("a device key is 64 hex digits");
        }
        return new DeviceKey(HexFormat.of().parseHex(hex));
    }

    /** HMAC-SHA256 over the parts, one after the other. */
    byte[] mac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "DeviceKey[32 bytes]";
    }
}
