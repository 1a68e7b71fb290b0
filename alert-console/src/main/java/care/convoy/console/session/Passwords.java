package care.convoy.console.session;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Passwords of people: argon2id (RFC 9106) with 19 MiB, two passes, one lane (OWASP's minimum), and the policy of OWASP
 * ASVS 5.0 6.2: twelve characters or more, no rule about their kinds, none that is well known. Thread-safe; {@link #hash}
 * and {@link #matches} take tenths of a second of CPU.
 */
public final class Passwords {
    private static final int MIN_LENGTH = 12;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Argon2Function ARGON2ID = Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID);

    /** Well-known ones of twelve characters or more, in lower case; keyboard walks and doublings of short ones. */
    private static final Set<String> WELL_KNOWN = Stream.of(
                    "123456789012 1234567890123 12345678901234 0123456789012 123456123456 123123123123 111111111111",
                    "000000000000 888888888888 666666666666 112233445566 987654321098 987654321012 121212121212",
                    "qwertyuiop123 qwertyuiopas qwertyuiop[] qwerty123456 qwerty12345678 1qaz2wsx3edc 1qaz2wsx3edc4rfv",
                    "1q2w3e4r5t6y 1q2w3e4r5t6y7u q1w2e3r4t5y6 zaq12wsxcde3 asdfghjkl123 zxcvbnm12345 abcdefghijkl",
                    "abcd12345678 abc123456789 a12345678901 aa1234567890 woaini1314520 woaini520520 5201314520131",
                    "password1234 password12345 passwordpassword password123456 passw0rd1234 p@ssw0rd1234 p@ssword1234",
                    "administrator administrator1 admin1234567 admin12345678 adminadmin123 adminadminadmin root12345678",
                    "welcome12345 welcome123456 letmein12345 changeme1234 changeme12345 changemechangeme iloveyou1234",
                    "test12345678 testtesttest testtest1234 demo12345678 convoy123456 convoyconvoy huhang123456")
            .flatMap(line -> Stream.of(line.split(" ")))
            .collect(Collectors.toUnmodifiableSet());

    private Passwords() {}

    /** The hash to store, in PHC string form with a salt of its own. */
    public static String hash(String password) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return ARGON2ID.hash(password.getBytes(StandardCharsets.UTF_8), salt).getResult();
    }

    /** Whether the password belongs to the hash; false too for a hash that cannot be read. */
    static boolean matches(String password, String argon2id) {
        try {
            return Argon2Function.getInstanceFromHash(argon2id).check(password, argon2id);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** What is wrong with a new password, or null if it will do. */
    public static @Nullable String weakness(String login, String password) {
        if (password.codePointCount(0, password.length()) < MIN_LENGTH) {
            return "shorter than " + MIN_LENGTH + " characters";
        }
        String lower = password.toLowerCase(Locale.ROOT);
        String user = login.toLowerCase(Locale.ROOT);
        if (user.length() >= 3 && lower.replace(user, "").length() < MIN_LENGTH / 2) {
            return "little more than the login name";
        }
        Set<Integer> kinds = new HashSet<>();
        lower.codePoints().forEach(kinds::add);
        if (kinds.size() < 4 || WELL_KNOWN.contains(lower)) {
            return "too well known or too uniform";
        }
        return null;
    }
}
