package care.convoy.notify.webhook;

import care.convoy.notify.webhook.WebhookConfig.Form;
import care.convoy.notify.webhook.WebhookConfig.Host;
import care.convoy.settings.SettingsFile;
import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part {@code webhook} of the channels file (docs/channels.md). */
public final class WebhookSettings {
    private static final int STANDARD_LINES = 10;
    private static final int MOST_LINES = 100;
    private static final int MOST_HOSTS = 100;

    private WebhookSettings() {}

    public static WebhookConfig read(Spot webhook, SettingsFile file) throws SettingsRefused {
        webhook.object(Set.of("hosts", "lines"));
        Spot lines = webhook.find("lines");
        Spot given = webhook.need("hosts");
        Map<String, Spot> each = given.object();
        if (each.isEmpty() || each.size() > MOST_HOSTS) {
            throw given.refuse("must name 1 to " + MOST_HOSTS + " hosts: to no other host anything is sent");
        }
        Map<String, Host> hosts = new LinkedHashMap<>();
        for (Map.Entry<String, Spot> host : each.entrySet()) {
            if (!host.getKey().matches("[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?")) {
                throw host.getValue().refuse("the name must be a host, as hooks.example.org or hooks.example.org:8443");
            }
            hosts.put(host.getKey().toLowerCase(Locale.ROOT), host(host.getValue(), file));
        }
        return new WebhookConfig(hosts, lines == null ? STANDARD_LINES : lines.whole(1, MOST_LINES));
    }

    private static Host host(Spot host, SettingsFile file) throws SettingsRefused {
        host.object(Set.of("form", "secretFile", "tls"));
        Spot word = host.need("form");
        Form form = Form.of(word.text(16));
        if (form == null) {
            throw word.refuse("must be standard, wecom or dingtalk");
        }
        Spot tls = host.find("tls");
        return new Host(form, signature(form, host, file), tls == null || tls.truth());
    }

    private static @Nullable Signature signature(Form form, Spot host, SettingsFile file) throws SettingsRefused {
        Spot given = form == Form.STANDARD ? host.need("secretFile") : host.find("secretFile");
        if (given == null) {
            return null;
        }
        if (form == Form.WECOM) {
            throw given.refuse("a WeCom robot has no secret but its address; leave it out");
        }
        String secret = file.secret(given);
        try {
            return form == Form.STANDARD ? Signature.standard(secret) : Signature.dingTalk(secret);
        } catch (IllegalArgumentException wrong) {
            throw given.refuse(String.valueOf(wrong.getMessage()));
        }
    }
}
