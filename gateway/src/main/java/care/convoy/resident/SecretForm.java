package care.convoy.resident;

import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the secret of each protocol is written down, and drawn. Pure but for the randomness; thread-safe. */
public final class SecretForm {
    private static final Pattern NATIVE_KEY = Pattern.compile("[0-9a-fA-F]{64}");
    /** A shorter PSK can be found by trying keys on one recorded handshake (RFC 9257, §4.2 and §6). */
    private static final int LEAST_PSK_BYTES = 16;

    private static final Pattern PSK = Pattern.compile("([0-9a-fA-F]{2}){" + LEAST_PSK_BYTES + ",64}");
    private static final int LONGEST_PASSWORD = 256;
    private static final int KEY_BYTES = 32;
    private static final int PASSWORD_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SecretForm() {}

    /** The secret as it is written in the devices file; null if it does not fit the protocol, see {@link #mend}. */
    public static @Nullable Secret read(Protocol protocol, String given) {
        boolean fits = switch (protocol) {
            case NATIVE -> NATIVE_KEY.matcher(given).matches();
            case COAP -> PSK.matcher(given).matches();
            case MQTT -> given.isEmpty() || (!given.isBlank() && given.length() <= LONGEST_PASSWORD);
            case JT808 -> given.length() <= LONGEST_PASSWORD;
            case WATCH -> given.isBlank();
        };
        if (!fits) {
            return null;
        }
        return Secret.copyOf(
                switch (protocol) {
                    case NATIVE, COAP -> HexFormat.of().parseHex(given);
                    case MQTT, JT808 -> given.getBytes(StandardCharsets.UTF_8);
                    case WATCH -> new byte[0];
                });
    }

    /** What a secret of this protocol must be. */
    public static String mend(Protocol protocol) {
        return switch (protocol) {
            case NATIVE -> "must be the device key: 64 hexadecimal digits";
            case COAP ->
                "must be the PSK: 16 to 64 bytes, which are 32 to 128 hexadecimal digits; `openssl rand -hex 16` draws one";
            case MQTT ->
                "must be the password: 1 to " + LONGEST_PASSWORD
                        + " characters, not only spaces; empty only for a device that a bridge hears";
            case JT808 -> "must be empty or the authentication code: at most " + LONGEST_PASSWORD + " characters";
            case WATCH -> "must be empty: the watch protocol knows no secret";
        };
    }

    /** Whether it was provisioned before keys had a least length: it works on, and should be replaced. */
    public static boolean isTooShort(Protocol protocol, Secret secret) {
        return protocol == Protocol.COAP && secret.toBytes().length < LEAST_PSK_BYTES;
    }

    /** A new secret as it is written down; empty for a protocol that knows none. */
    public static String draw(Protocol protocol) {
        return switch (protocol) {
            case NATIVE, COAP -> HexFormat.of().formatHex(random(KEY_BYTES));
            case MQTT, JT808 -> Base64.getUrlEncoder().withoutPadding().encodeToString(random(PASSWORD_BYTES));
            case WATCH -> "";
        };
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
