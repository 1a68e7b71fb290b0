package care.convoy.notify.mail;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a mail server is spoken to.
 *
 * @param user "" for a server that asks for no login
 * @param from the address that mails come from
 * @param name who writes, for people
 * @param authority PEM file of who signed the server's certificate; null for those that Java knows
 * @param lines mails under way at once, 1 to 20
 */
public record SmtpConfig(
        String host,
        int port,
        Tls tls,
        String user,
        String password,
        String from,
        String name,
        @Nullable Path authority,
        int lines) {
    /** How a connection is kept from being read. */
    public enum Tls {
        /** Begun with STARTTLS (RFC 3207); without it nothing is sent. */
        STARTTLS(587),
        /** From the first byte on (RFC 8314). */
        IMPLICIT(465),
        /** Not at all: to a server on this machine. */
        NONE(25);

        final int port;

        Tls(int port) {
            this.port = port;
        }
    }

    /** Of the sender's address. */
    String domain() {
        return from.substring(from.indexOf('@') + 1);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SmtpConfig[" + host + ":" + port + " " + tls + "]";
    }
}
