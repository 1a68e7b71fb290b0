package care.convoy.fhir;

import care.convoy.disclosure.MeasuredSet;
import care.convoy.disclosure.Vital;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Logical ids: 1 to 64 characters of {@code A-Z a-z 0-9 . -}. Provisioned ids are used as they are if they fit; others, with
 * {@code _} or {@code :}, are escaped after {@code x.}, and those that are too long then are hashed after {@code h.}. An
 * observation's id is the key of its row, time (ms, 48 bits), resident and device (40 bits each), as one encrypted block:
 * the same for ever, on every gateway with the same key file, and it tells nothing. Thread-safe.
 */
final class FhirIds {
    private static final Pattern PLAIN = Pattern.compile("(?![xh]\\.)[A-Za-z0-9.-]{1,60}");
    private static final Pattern ESCAPE = Pattern.compile("\\.[.uc]");
    private static final Pattern ESCAPED = Pattern.compile("(?:[A-Za-z0-9-]|\\.[.uc])+");
    private static final int LONGEST = 60;
    private static final int HASH_BYTES = 20;
    private static final int BITS_40 = 40;
    private static final Pattern OBSERVATION = Pattern.compile("([a-z])-([0-9a-f]{32})");

    private final SecretKeySpec key;

    /** @param key 32 hexadecimal digits, derived for this purpose */
    FhirIds(String key) {
        this.key = new SecretKeySpec(HexFormat.of().parseHex(key), "AES");
    }

    /** The id of a patient or a device. */
    static String of(String provisioned) {
        if (PLAIN.matcher(provisioned).matches()) {
            return provisioned;
        }
        String escaped =
                "x." + provisioned.replace(".", "..").replace("_", ".u").replace(":", ".c");
        return escaped.length() <= LONGEST ? escaped : "h." + hash(provisioned);
    }

    /** The provisioned id; empty if it can only be found by trying ({@link #isHashed}), or is none. */
    static Optional<String> provisioned(String id) {
        if (PLAIN.matcher(id).matches()) {
            return Optional.of(id);
        }
        if (!id.startsWith("x.")) {
            return Optional.empty();
        }
        String escaped = id.substring(2);
        if (!ESCAPED.matcher(escaped).matches()) {
            return Optional.empty();
        }
        return Optional.of(ESCAPE.matcher(escaped)
                .replaceAll(found -> switch (found.group().charAt(1)) {
                    case 'u' -> "_";
                    case 'c' -> ":";
                    default -> ".";
                }));
    }

    static boolean isHashed(String id) {
        return id.startsWith("h.");
    }

    private static String hash(String provisioned) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(provisioned.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** What a device measures, as a resource of its own. */
    static String metric(String device, VitalCodes codes) {
        return codes.letter() + "-" + of(device);
    }

    /** The row of an observation. */
    record Row(Vital vital, long residentKey, long deviceKey, long atMillis) {}

    String observation(MeasuredSet set, VitalCodes codes) {
        ByteBuffer block = ByteBuffer.allocate(16);
        block.putLong(set.atMillis() << 16 | set.residentKey() >>> 24);
        block.putLong((set.residentKey() & 0xFFFFFFL) << BITS_40 | set.deviceKey());
        return codes.letter() + "-" + HexFormat.of().formatHex(cipher(Cipher.ENCRYPT_MODE, block.array()));
    }

    /** The row of that id; empty if the id is not of that shape. An id that was made up names a row that there is not. */
    Optional<Row> row(String id) {
        var matcher = OBSERVATION.matcher(id);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ByteBuffer block =
                ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, HexFormat.of().parseHex(matcher.group(2))));
        long high = block.getLong();
        long low = block.getLong();
        return VitalCodes.byLetter(id.charAt(0))
                .map(vital -> new Row(
                        vital, (high & 0xFFFFL) << 24 | low >>> BITS_40, low & (1L << BITS_40) - 1, high >>> 16));
    }

    /** One block, each value at most once: no mode is needed, and none could keep ids the same. */
    private byte[] cipher(int mode, byte[] block) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(mode, key);
            return cipher.doFinal(block);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES", impossible);
        }
    }
}
