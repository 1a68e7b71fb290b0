package care.convoy.ingest.bridge;

import care.convoy.ingest.Secret;
import care.convoy.ingest.bridge.BridgeConfig.Broker;
import care.convoy.ingest.bridge.BridgeConfig.Tls;
import care.convoy.settings.SettingsFile;
import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import care.convoy.tls.ClientTls;
import care.convoy.tls.TlsRefused;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a mapping file (docs/bridge.md); whatever is wrong in it is told with its line, its name and the mend. */
public final class MappingFile {
    private static final int MOST_TOPICS = 64;
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,16}");
    private static final long DEFAULT_EXPIRY_SECONDS = 7 * 86_400;
    private static final int MOST_EXPIRY_SECONDS = 30 * 86_400;
    private static final int DEFAULT_RECEIVE_MAXIMUM = 256;
    private static final int DEFAULT_KEEP_ALIVE_SECONDS = 20;

    private static final Set<String> BROKER = Set.of(
            "url",
            "clientId",
            "user",
            "passwordFile",
            "caFile",
            "certificateFile",
            "keyFile",
            "sessionExpirySeconds",
            "receiveMaximum",
            "keepAliveSeconds");

    private final SettingsFile file;

    private MappingFile(SettingsFile file) {
        this.file = file;
    }

    /** Reads and judges; files that it names are looked for beside it. */
    public static BridgeConfig read(Path path) throws SettingsRefused {
        SettingsFile file = SettingsFile.read(path, "the mapping file");
        return new MappingFile(file).config(file.root());
    }

    private BridgeConfig config(Spot root) throws SettingsRefused {
        root.object(Set.of("name", "broker", "topics", "down"));
        Spot name = root.need("name");
        if (!NAME.matcher(name.text(16)).matches()) {
            throw name.refuse("must be 1 to 16 characters of a-z 0-9 -");
        }
        List<TopicRule> topics = new ArrayList<>();
        for (Spot topic : root.need("topics").list(MOST_TOPICS)) {
            topics.add(TopicReader.read(topic));
        }
        Map<DownKind, DownTemplate> down = DownReader.read(root.find("down"), topics);
        boolean answers = topics.stream().anyMatch(topic -> !topic.echoes().isEmpty());
        if (answers && down.values().stream().noneMatch(template -> template.names(DownKind.ID))) {
            throw root.refuse(
                    "echoes are read, but nothing in down tells a device an {id} that it could repeat; write {id}"
                            + " there, or leave echoes out");
        }
        return new BridgeConfig(name.text(16), broker(root.need("broker"), name.text(16)), topics, down);
    }

    private Broker broker(Spot broker, String name) throws SettingsRefused {
        broker.object(BROKER);
        String url = url(broker.need("url"));
        Spot user = broker.find("user");
        Spot clientId = broker.find("clientId");
        Tls tls = tls(broker);
        if (tls != null && !url.startsWith("ssl://")) {
            throw broker.need("url")
                    .refuse("caFile and certificateFile are for ssl://; write ssl:// or leave them out");
        }
        return new Broker(
                url,
                clientId == null ? "convoy-" + name + "-" + BridgeConfig.MEMBER : clientId.text(128),
                user == null ? null : user.text(1_024),
                password(broker),
                tls,
                whole(broker, "sessionExpirySeconds", 60, MOST_EXPIRY_SECONDS, DEFAULT_EXPIRY_SECONDS),
                (int) whole(broker, "receiveMaximum", 1, 10_000, DEFAULT_RECEIVE_MAXIMUM),
                (int) whole(broker, "keepAliveSeconds", 5, 3_600, DEFAULT_KEEP_ALIVE_SECONDS));
    }

    private static long whole(Spot object, String name, int least, int most, long otherwise) throws SettingsRefused {
        Spot given = object.find(name);
        return given == null ? otherwise : given.whole(least, most);
    }

    private static String url(Spot url) throws SettingsRefused {
        String text = url.text(500);
        try {
            URI uri = new URI(text);
            boolean known = "tcp".equals(uri.getScheme()) || "ssl".equals(uri.getScheme());
            boolean bare = uri.getUserInfo() == null && uri.getPath().isEmpty();
            if (known && bare && uri.getHost() != null && uri.getPort() > 0) {
                return text;
            }
        } catch (URISyntaxException notOne) {
            // said below
        }
        throw url.refuse("must be tcp://HOST:PORT or ssl://HOST:PORT; user and password stand apart");
    }

    private @Nullable Secret password(Spot broker) throws SettingsRefused {
        Spot given = broker.find("passwordFile");
        return given == null ? null : Secret.copyOf(file.secret(given).getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable Tls tls(Spot broker) throws SettingsRefused {
        Path ca = file.path(broker.find("caFile"));
        Path certificate = file.path(broker.find("certificateFile"));
        Path key = file.path(broker.find("keyFile"));
        if ((certificate == null) != (key == null)) {
            throw broker.refuse("certificateFile and keyFile go together");
        }
        try {
            ClientTls.of(ca, certificate, key);
        } catch (TlsRefused unfit) {
            throw broker.refuse(String.valueOf(unfit.getMessage()));
        }
        return ca == null && certificate == null ? null : new Tls(ca, certificate, key);
    }
}
