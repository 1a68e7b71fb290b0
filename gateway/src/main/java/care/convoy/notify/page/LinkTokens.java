package care.convoy.notify.page;

import care.convoy.alert.AlertId;
import care.convoy.device.ResidentId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads what a link ends with. Nothing is stored: whoever has the key, each member of a log and a gateway after a restart, reads
 * what another one wrote. Thread-safe.
 *
 * <pre>
 * 21 bytes, 28 characters of base64url:  alert(5) | contact(3) | hour(1) | MAC(12)
 *   alert    the highest bits of its id
 *   contact  of a keyed hash of alert, resident and contact
 *   hour     the lowest 8 bits of the hour since 1970 in which it expires; the MAC is over all of them
 *   MAC      HMAC-SHA-256 of these, 96 bits: forging one is guessing that
 * </pre>
 */
final class LinkTokens {
    static final int LENGTH = 28;
    /** The hour is known by its lowest byte as long as it is no farther than this from now. */
    static final int MOST_HOURS = 72;

    private static final long HOUR_MILLIS = 3_600_000;
    private static final int ALERT_BYTES = 5;
    private static final int CONTACT_BYTES = 3;
    private static final int HOUR_AT = ALERT_BYTES + CONTACT_BYTES;
    private static final int MAC_AT = HOUR_AT + 1;
    private static final int BYTES = 21;
    private static final int FORM_BYTES = 12;

    private final SecretKeySpec key;

    /** @param derive makes a secret of a purpose, always the same: that of the vault */
    LinkTokens(UnaryOperator<String> derive) {
        key = new SecretKeySpec(derive.apply("contact-links/1").getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    }

    /**
     * What a token of ours says.
     *
     * @param alert {@link #markOf(AlertId)} of the alert
     * @param contact {@link #markOf(AlertId, ResidentId, String)} of whom it was made for
     */
    record Ticket(long alert, int contact, long expiresAtMillis) {}

    /** The token for one contact and one alert; it expires within the hour after {@code expiresAtMillis}. */
    String issue(AlertId alert, ResidentId resident, String contact, long expiresAtMillis) {
        long hour = Math.ceilDiv(expiresAtMillis, HOUR_MILLIS);
        ByteBuffer token = ByteBuffer.allocate(BYTES);
        putLow(token, markOf(alert), ALERT_BYTES);
        putLow(token, markOf(alert, resident, contact), CONTACT_BYTES);
        token.put((byte) hour);
        token.put(mac(token.array(), hour), 0, BYTES - MAC_AT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /** Null if it was not made with our key, or long ago. One that has expired is read: whoever has it may be told so. */
    @Nullable
    Ticket read(String token, long nowMillis) {
        if (token.length() != LENGTH) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException noToken) {
            return null;
        }
        long now = Math.floorDiv(nowMillis, HOUR_MILLIS);
        long hour = now + (byte) (bytes[HOUR_AT] - (int) now);
        byte[] own = Arrays.copyOf(mac(bytes, hour), BYTES - MAC_AT);
        if (!MessageDigest.isEqual(own, Arrays.copyOfRange(bytes, MAC_AT, BYTES))) {
            return null;
        }
        return new Ticket(low(bytes, 0, ALERT_BYTES), (int) low(bytes, ALERT_BYTES, CONTACT_BYTES), hour * HOUR_MILLIS);
    }

    /** What a form on the page of this token sends back: a POST without it does not come from the page. */
    String formOf(String token) {
        byte[] full = hmac("form", token.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(full, FORM_BYTES));
    }

    boolean isFormOf(String token, String given) {
        return MessageDigest.isEqual(
                formOf(token).getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    /** 40 bits of an alert's id. */
    static long markOf(AlertId alert) {
        return alert.value().getMostSignificantBits() >>> (Long.SIZE - ALERT_BYTES * Byte.SIZE);
    }

    /** 24 bits that tell the contacts of an alert apart; two of sixteen are the same once in 140,000 alerts. */
    int markOf(AlertId alert, ResidentId resident, String contact) {
        String who = alert + "/" + resident.value() + "/" + contact;
        return (int) low(hmac("contact", who.getBytes(StandardCharsets.UTF_8)), 0, CONTACT_BYTES);
    }

    private byte[] mac(byte[] token, long hour) {
        return hmac(
                "link",
                ByteBuffer.allocate(HOUR_AT + Long.BYTES)
                        .put(token, 0, HOUR_AT)
                        .putLong(hour)
                        .array());
    }

    private byte[] hmac(String purpose, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(purpose.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("HMAC-SHA-256 is missing from this Java", impossible);
        }
    }

    private static void putLow(ByteBuffer into, long value, int bytes) {
        for (int left = bytes - 1; left >= 0; left--) {
            into.put((byte) (value >>> (left * Byte.SIZE)));
        }
    }

    private static long low(byte[] bytes, int from, int count) {
        long value = 0;
        for (int at = from; at < from + count; at++) {
            value = (value << Byte.SIZE) | (bytes[at] & 0xFF);
        }
        return value;
    }
}
