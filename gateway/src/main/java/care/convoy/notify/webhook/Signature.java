package care.convoy.notify.webhook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 (RFC 2104) as receivers of web hooks check it. Thread-safe; never printed with its secret. */
public final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int LEAST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private final SecretKeySpec key;
    private final String text;

    private Signature(byte[] key, String text) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.text = text;
    }

    /**
     * Of Standard Webhooks 1.0.0: {@code whsec_} and 24 to 64 bytes in base64.
     *
     * @throws IllegalArgumentException with the mend
     */
    public static Signature standard(String secret) {
        byte[] key;
        try {
            key = Base64.getDecoder()
                    .decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "not base64");
        } catch (IllegalArgumentException otherwise) {
            throw new IllegalArgumentException("the secret in it must be whsec_ and base64");
        }
        if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException("the secret in it has " + key.length + " bytes; it must have 24 to 64");
        }
        return new Signature(key, secret);
    }

    /** Of a DingTalk robot: the text that its settings show, usually beginning with SEC. */
    public static Signature dingTalk(String secret) {
        return new Signature(secret.getBytes(StandardCharsets.UTF_8), secret);
    }

    /** The head {@code webhook-signature}: of id, time in seconds and body. */
    String of(String id, long seconds, String body) {
        return "v1," + sign(id + "." + seconds + "." + body);
    }

    /** What a DingTalk robot's address ends in: of the time in milliseconds and the secret. */
    String query(long millis) {
        return "&timestamp=" + millis + "&sign="
                + URLEncoder.encode(sign(millis + "\n" + text), StandardCharsets.UTF_8);
    }

    private String sign(String said) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(said.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + ALGORITHM, missing);
        }
    }

    @Override
    public String toString() {
        return "Signature[" + key.getAlgorithm() + "]";
    }
}
