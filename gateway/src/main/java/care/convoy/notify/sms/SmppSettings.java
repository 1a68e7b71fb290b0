package care.convoy.notify.sms;

import care.convoy.settings.SettingsFile;
import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import java.util.Set;

/** The part {@code sms} of the channels file (docs/channels.md). */
public final class SmppSettings {
    private static final Set<String> KNOWN =
            Set.of("host", "port", "tls", "systemId", "passwordFile", "systemType", "sender", "window");
    private static final int STANDARD_PORT = 2775;
    private static final int LONGEST_PASSWORD = 8;
    private static final int STANDARD_WINDOW = 10;
    private static final int MOST_WINDOW = 100;

    private SmppSettings() {}

    public static SmppConfig read(Spot sms, SettingsFile file) throws SettingsRefused {
        sms.object(KNOWN);
        Spot port = sms.find("port");
        Spot tls = sms.find("tls");
        Spot systemType = sms.find("systemType");
        Spot window = sms.find("window");
        Spot passwordFile = sms.need("passwordFile");
        String password = file.secret(passwordFile);
        if (password.length() > LONGEST_PASSWORD) {
            throw passwordFile.refuse("the password in it has more than 8 characters, which SMPP 3.4 does not know");
        }
        String sender = sms.need("sender").text(20);
        if (!sender.matches("[0-9]{1,20}")) {
            throw sms.need("sender").refuse("must be the number that the carrier gave, digits alone");
        }
        return new SmppConfig(
                sms.need("host").text(253),
                port == null ? STANDARD_PORT : port.whole(1, 65_535),
                tls != null && tls.truth(),
                sms.need("systemId").text(15),
                password,
                systemType == null ? "" : systemType.text(12),
                sender,
                window == null ? STANDARD_WINDOW : window.whole(1, MOST_WINDOW));
    }
}
