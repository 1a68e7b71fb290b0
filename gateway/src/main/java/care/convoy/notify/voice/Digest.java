package care.convoy.notify.voice;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Proof that we know a password (RFC 7616, RFC 8760): MD5 or SHA-256, with {@code qop=auth} or, of old, none.
 *
 * @param algorithm as the challenge wrote it; "" for MD5
 * @param qop what it offers, with commas between; "" for none
 */
record Digest(String algorithm, String realm, String nonce, String qop) {
    /** The count of the nonce: each is used once. */
    static final String COUNT = "00000001";

    private static final List<String> KNOWN = List.of("", "MD5", "SHA-256");

    /** Whether we can answer it. */
    boolean isKnown() {
        return KNOWN.contains(algorithm.toUpperCase(Locale.ROOT)) && (qop.isEmpty() || hasAuth());
    }

    /** The stronger is the larger. */
    int strength() {
        return KNOWN.indexOf(algorithm.toUpperCase(Locale.ROOT));
    }

    boolean hasAuth() {
        return List.of(qop.toLowerCase(Locale.ROOT).split("[, ]+", -1)).contains("auth");
    }

    /** The response. @param clientNonce any text, new for each */
    String response(String user, String password, String method, String uri, String clientNonce) {
        String secret = hash(user + ":" + realm + ":" + password);
        String request = hash(method + ":" + uri);
        return hasAuth()
                ? hash(secret + ":" + nonce + ":" + COUNT + ":" + clientNonce + ":auth:" + request)
                : hash(secret + ":" + nonce + ":" + request);
    }

    private String hash(String text) {
        try {
            String name = algorithm.isEmpty() ? "MD5" : algorithm.toUpperCase(Locale.ROOT);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
