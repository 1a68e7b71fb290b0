package care.convoy.notify.webhook;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * To which hosts messages may go, and how each is spoken to; to no other host anything is sent.
 *
 * @param hosts by host with its port if it is not the scheme's, in lower case
 * @param lines requests under way at once, 1 to 100
 */
public record WebhookConfig(Map<String, Host> hosts, int lines) {
    public WebhookConfig {
        hosts = Map.copyOf(hosts);
    }

    /** What a receiver expects. */
    public enum Form {
        /** Standard Webhooks 1.0.0: JSON of ours, signed in its head. */
        STANDARD,
        /** A group robot of WeCom; who knows the address may write. */
        WECOM,
        /** A group robot of DingTalk, signed in the address if it has a secret. */
        DINGTALK;

        static @Nullable Form of(String word) {
            for (Form form : values()) {
                if (form.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return form;
                }
            }
            return null;
        }
    }

    /**
     * One receiver.
     *
     * @param signature null for a robot without
     * @param tls whether addresses begin with https, else with http
     */
    public record Host(Form form, @Nullable Signature signature, boolean tls) {}
}
