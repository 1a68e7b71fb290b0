package care.convoy.resident;

import java.util.regex.Pattern;

/**
 * Mail addresses that can be put into a line for a mail server and into a mail as they are: a dot-atom of ASCII and a host name (RFC 5321
 * §4.1.2, without quoted strings and address literals), so nothing in them can begin another address or another line.
 */
public final class MailAddress {
    /** In characters (RFC 5321 §4.5.3.1.3). */
    public static final int LONGEST = 254;

    /** In words, for errors. */
    public static final String FORM = "a mail address of the form name@example.org";

    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    static final Pattern PATTERN = Pattern.compile(
            "(?=[^@]{1,64}@)" + ATOM + "(?:\\." + ATOM + ")*+@(?=.{1,189}$)" + LABEL + "(?:\\." + LABEL + ")*+");

    private MailAddress() {}

    public static boolean isValid(String address) {
        return address.length() <= LONGEST && PATTERN.matcher(address).matches();
    }
}
