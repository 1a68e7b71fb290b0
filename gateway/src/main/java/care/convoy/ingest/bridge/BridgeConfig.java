package care.convoy.ingest.bridge;

import care.convoy.ingest.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One bridge, as its mapping file describes it (docs/bridge.md).
 *
 * @param name 1 to 16 characters, in logs, metrics and status
 * @param down what devices are told, by kind; empty if nothing is
 */
public record BridgeConfig(String name, Broker broker, List<TopicRule> topics, Map<DownKind, DownTemplate> down) {
    /** In a client id: the number of this member of the alert log. */
    public static final String MEMBER = "{member}";

    public BridgeConfig {
        topics = List.copyOf(topics);
        down = Map.copyOf(down);
    }

    /**
     * The broker, and how it is spoken to.
     *
     * @param url {@code tcp://host:port} or {@code ssl://host:port}
     * @param clientId may hold {@link #MEMBER}; the broker keeps the session under this name
     * @param user null for none
     * @param sessionExpirySeconds for how long the broker keeps what comes while nobody is connected
     * @param receiveMaximum messages that the broker may have under way to us without acknowledgement
     */
    public record Broker(
            String url,
            String clientId,
            @Nullable String user,
            @Nullable Secret password,
            @Nullable Tls tls,
            long sessionExpirySeconds,
            int receiveMaximum,
            int keepAliveSeconds) {}

    /**
     * Whom to believe and how to show who we are, PEM files.
     *
     * @param ca null for what the JDK trusts
     */
    public record Tls(
            @Nullable Path ca,
            @Nullable Path certificate,
            @Nullable Path key) {}

    /** The client id of one member of the alert log. */
    String clientId(int member) {
        return broker.clientId().replace(MEMBER, Integer.toString(member));
    }

    /** Whether devices answer what they are told. */
    boolean answers() {
        return topics.stream().anyMatch(topic -> !topic.echoes().isEmpty());
    }

    /**
     * Whether devices are told something while the members share the messages: the one that tells must hear every device, which
     * it does with plain subscriptions only.
     */
    public boolean tellsAndShares() {
        return !down.isEmpty()
                && topics.stream().anyMatch(topic -> topic.filter().isShared());
    }

    /** Whether alarms are brought to one of several gateways only. */
    boolean sharesAlarms() {
        return topics.stream()
                .anyMatch(topic -> topic.alarms() && topic.filter().isShared());
    }

    /** Whether each member of the alert log gets a client id of its own; else they would put each other out. */
    public boolean isForSeveralMembers() {
        return broker.clientId().contains(MEMBER);
    }
}
