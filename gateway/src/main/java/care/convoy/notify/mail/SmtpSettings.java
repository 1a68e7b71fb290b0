package care.convoy.notify.mail;

import care.convoy.notify.mail.SmtpConfig.Tls;
import care.convoy.resident.MailAddress;
import care.convoy.settings.SettingsFile;
import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part {@code mail} of the channels file (docs/channels.md). */
public final class SmtpSettings {
    private static final Set<String> KNOWN =
            Set.of("host", "port", "tls", "user", "passwordFile", "from", "authority", "lines");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");
    private static final int STANDARD_LINES = 4;
    private static final int MOST_LINES = 20;

    private SmtpSettings() {}

    /** @param signature who writes, as it is told before each message */
    public static SmtpConfig read(Spot mail, SettingsFile file, String signature) throws SettingsRefused {
        mail.object(KNOWN);
        Spot host = mail.need("host");
        if (!host.text(253).matches("[A-Za-z0-9.-]+|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*")) {
            throw host.refuse("must be a name or an address, without a port");
        }
        Tls tls = tls(mail, host.text(253));
        Spot port = mail.find("port");
        Spot user = mail.find("user");
        Spot lines = mail.find("lines");
        return new SmtpConfig(
                host.text(253),
                port == null ? tls.port : port.whole(1, 65_535),
                tls,
                user == null ? "" : user(user),
                password(mail, user, tls, file),
                from(mail.need("from")),
                // what could end a quoted name, or a line, is left out of it
                signature.replaceAll("[^\\p{L}\\p{N} ]", "").strip(),
                authority(mail.find("authority"), file),
                lines == null ? STANDARD_LINES : lines.whole(1, MOST_LINES));
    }

    private static Tls tls(Spot mail, String host) throws SettingsRefused {
        Spot given = mail.find("tls");
        if (given == null) {
            return Tls.STARTTLS;
        }
        return switch (given.text(16)) {
            case "starttls" -> Tls.STARTTLS;
            case "implicit" -> Tls.IMPLICIT;
            case "none" -> {
                if (!THIS_MACHINE.contains(host)) {
                    throw given.refuse("mails would be open to everybody on the way; \"none\" is for a server on this"
                            + " machine, localhost, else take \"starttls\" or \"implicit\"");
                }
                yield Tls.NONE;
            }
            default -> throw given.refuse("must be starttls, implicit or none");
        };
    }

    private static String user(Spot user) throws SettingsRefused {
        String given = user.text(255);
        if (!given.chars().allMatch(each -> each >= 0x20 && each != 0x7f)) {
            throw user.refuse("has a character that cannot be typed; a login name is one line");
        }
        return given;
    }

    private static String password(Spot mail, @Nullable Spot user, Tls tls, SettingsFile file) throws SettingsRefused {
        Spot given = mail.find("passwordFile");
        if (user == null && given != null) {
            throw given.refuse("a password needs 'user'");
        }
        if (user == null) {
            return "";
        }
        if (tls == Tls.NONE) {
            throw user.refuse("a login is not sent without encryption; leave out 'user', or \"tls\": \"none\"");
        }
        if (given == null) {
            throw user.refuse("needs 'passwordFile', a file with the password and nothing else");
        }
        return file.secret(given);
    }

    private static String from(Spot from) throws SettingsRefused {
        String given = from.text(MailAddress.LONGEST);
        if (!MailAddress.isValid(given)) {
            throw from.refuse("must be " + MailAddress.FORM);
        }
        return given;
    }

    private static @Nullable Path authority(@Nullable Spot given, SettingsFile file) throws SettingsRefused {
        Path path = file.path(given);
        if (given == null || path == null) {
            return null;
        }
        try (InputStream content = Files.newInputStream(path)) {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(content)
                    .isEmpty()) {
                return path;
            }
        } catch (IOException | CertificateException unreadable) {
            // said below
        }
        throw given.refuse(path + " holds no certificate in PEM");
    }
}
