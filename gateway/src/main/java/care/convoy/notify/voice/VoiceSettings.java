package care.convoy.notify.voice;

import care.convoy.settings.SettingsFile;
import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part {@code voice} of the channels file (docs/channels.md). */
public final class VoiceSettings {
    private static final Set<String> KNOWN = Set.of(
            "host",
            "port",
            "transport",
            "user",
            "passwordFile",
            "domain",
            "caller",
            "lines",
            "address",
            "localPort",
            "rtpPorts",
            "strictMedia",
            "ringSeconds",
            "answerSeconds",
            "clips",
            "espeak",
            "cacheMegabytes");
    private static final int SIP_PORT = 5060;

    private VoiceSettings() {}

    /** @param callBack number of the centre; "" for none */
    public static VoiceConfig read(Spot voice, SettingsFile file, String callBack) throws SettingsRefused {
        voice.object(KNOWN);
        int lines = whole(voice, "lines", 10, 1, 500);
        return new VoiceConfig(
                trunk(voice, file),
                local(voice, lines),
                lines,
                whole(voice, "ringSeconds", 35, 10, 120),
                whole(voice, "answerSeconds", 10, 2, 60),
                speech(voice, file),
                callBack);
    }

    private static VoiceConfig.Trunk trunk(Spot voice, SettingsFile file) throws SettingsRefused {
        Spot host = voice.need("host");
        Spot user = voice.find("user");
        Spot passwordFile = voice.find("passwordFile");
        Spot domain = voice.find("domain");
        if (user == null && passwordFile != null) {
            throw passwordFile.refuse("a password needs 'user'");
        }
        if (user != null && passwordFile == null) {
            throw user.refuse("needs 'passwordFile', a file with the password and nothing else");
        }
        return new VoiceConfig.Trunk(
                matching(host, "[A-Za-z0-9.-]{1,253}", "must be a name or an address, without a port"),
                whole(voice, "port", SIP_PORT, 1, 65_535),
                isTcp(voice.find("transport")),
                user == null ? "" : matching(user, "[A-Za-z0-9._+*#~-]{1,64}", "has a character that no SIP user has"),
                passwordFile == null ? "" : file.secret(passwordFile),
                domain == null
                        ? host.text(253)
                        : matching(domain, "[A-Za-z0-9.-]{1,253}", "must be a name or an address, without a port"),
                matching(
                        voice.need("caller"),
                        "\\+?[0-9]{2,20}",
                        "must be the number that the carrier gave, digits alone, perhaps + in front"));
    }

    private static boolean isTcp(@Nullable Spot transport) throws SettingsRefused {
        return transport != null
                && matching(transport, "udp|tcp", "must be \"udp\" or \"tcp\"").equals("tcp");
    }

    private static VoiceConfig.Local local(Spot voice, int lines) throws SettingsRefused {
        Spot address = voice.find("address");
        Spot rtpPorts = voice.find("rtpPorts");
        Spot strict = voice.find("strictMedia");
        int first = 0;
        int last = 0;
        if (rtpPorts != null) {
            String written = matching(
                    rtpPorts, "[0-9]{4,5}-[0-9]{4,5}", "must be two ports with a hyphen between, as \"20000-20998\"");
            int hyphen = written.indexOf('-');
            first = (Integer.parseInt(written.substring(0, hyphen)) + 1) / 2 * 2;
            last = Integer.parseInt(written.substring(hyphen + 1));
            if (first < 1_024 || last > 65_535 || (last - first) / 2 + 1 < 2 * lines) {
                throw rtpPorts.refuse("must lie between 1024 and 65535 and have four ports for each of the " + lines
                        + " lines: each call uses an even one, and one that ends frees its own a little later");
            }
        }
        return new VoiceConfig.Local(
                address == null
                        ? ""
                        : matching(address, "[0-9A-Fa-f.:]{2,45}", "must be an address of this machine, in digits"),
                whole(voice, "localPort", 0, 0, 65_535),
                first,
                last,
                strict == null || strict.truth());
    }

    private static VoiceConfig.Speech speech(Spot voice, SettingsFile file) throws SettingsRefused {
        Spot clips = voice.find("clips");
        Spot given = voice.find("espeak");
        Path folder = file.path(clips);
        if (clips != null && folder != null) {
            try {
                RecordedClips.read(folder);
            } catch (IOException unusable) {
                throw clips.refuse("cannot be used: " + unusable.getMessage());
            }
        }
        String program = given == null ? "espeak-ng" : given.text(1_000);
        if (Espeak.isInstalled(program)) {
            return new VoiceConfig.Speech(folder, program, whole(voice, "cacheMegabytes", 64, 0, 10_000));
        }
        if (folder == null || given != null) {
            throw (given == null ? voice : given)
                    .refuse(
                            "'" + program + "' cannot be run, and nothing else can speak; install it"
                                    + " (Debian: apt-get install espeak-ng), name it with 'espeak', or name recorded clips with 'clips'");
        }
        return new VoiceConfig.Speech(folder, "", 0);
    }

    private static int whole(Spot voice, String name, int usual, int least, int most) throws SettingsRefused {
        Spot given = voice.find(name);
        return given == null ? usual : given.whole(least, most);
    }

    private static String matching(Spot given, String pattern, String mend) throws SettingsRefused {
        String text = given.text(1_000);
        if (!text.matches(pattern)) {
            throw given.refuse(mend);
        }
        return text;
    }
}
