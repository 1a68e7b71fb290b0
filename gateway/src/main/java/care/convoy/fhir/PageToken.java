package care.convoy.fhir;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where the next page begins: 54 opaque characters, signed together with path and parameters, so that it fits no other
 * question. It opens nothing by itself, needs no memory of ours, and does not expire. Thread-safe.
 */
final class PageToken {
    static final String NAME = "_page";
    private static final int PLACE_BYTES = 24;
    private static final int SIGNATURE_BYTES = 16;

    private final SecretKeySpec key;

    /** @param key hexadecimal digits, derived for this purpose */
    PageToken(String key) {
        this.key = new SecretKeySpec(HexFormat.of().parseHex(key), "HmacSHA256");
    }

    /**
     * After what a page begins.
     *
     * @param fixed how many of the resources that come before the measurements were handed out
     * @param rank of the last measurement within its set; 0 if there was none yet
     */
    record Place(int fixed, long atMillis, long deviceKey, int rank) {
        static final Place START = new Place(0, 0, 0, 0);
    }

    String write(Place place, String question) {
        ByteBuffer bytes = ByteBuffer.allocate(PLACE_BYTES + SIGNATURE_BYTES);
        bytes.putInt(place.fixed)
                .putLong(place.atMillis)
                .putLong(place.deviceKey)
                .putInt(place.rank);
        bytes.put(sign(Arrays.copyOf(bytes.array(), PLACE_BYTES), question));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws FhirProblem if it is not ours, or of another question */
    Place read(String token, String question) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notOurs) {
            throw foreign();
        }
        if (bytes.length != PLACE_BYTES + SIGNATURE_BYTES) {
            throw foreign();
        }
        byte[] place = Arrays.copyOf(bytes, PLACE_BYTES);
        byte[] signature = Arrays.copyOfRange(bytes, PLACE_BYTES, bytes.length);
        if (!MessageDigest.isEqual(signature, sign(place, question))) {
            throw foreign();
        }
        ByteBuffer read = ByteBuffer.wrap(place);
        return new Place(read.getInt(), read.getLong(), read.getLong(), read.getInt());
    }

    private static FhirProblem foreign() {
        return FhirProblem.parameter(NAME, "follow the 'next' link as it is, with its other parameters");
    }

    private byte[] sign(byte[] place, String question) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(place);
            return Arrays.copyOf(mac.doFinal(question.getBytes(StandardCharsets.UTF_8)), SIGNATURE_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", impossible);
        }
    }
}
