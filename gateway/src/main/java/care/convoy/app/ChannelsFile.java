package care.convoy.app;

import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.DutyDesks;
import care.convoy.notify.Wording;
import care.convoy.notify.mail.SmtpConfig;
import care.convoy.notify.mail.SmtpSettings;
import care.convoy.notify.page.PageConfig;
import care.convoy.notify.page.PageSettings;
import care.convoy.notify.sms.SmppConfig;
import care.convoy.notify.sms.SmppSettings;
import care.convoy.notify.voice.VoiceConfig;
import care.convoy.notify.voice.VoiceSettings;
import care.convoy.notify.webhook.WebhookConfig;
import care.convoy.notify.webhook.WebhookSettings;
import care.convoy.resident.MailAddress;
import care.convoy.settings.SettingsFile;
import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By what people are reached, as a file says (docs/channels.md).
 *
 * @param sms null for none
 * @param webhook null for none
 * @param voice null for none
 * @param mail null for none
 * @param prices null if nothing is to be counted
 * @param links to pages of contacts; null for none
 */
record ChannelsFile(
        DutyDesks duty,
        Wording wording,
        @Nullable SmppConfig sms,
        @Nullable WebhookConfig webhook,
        @Nullable VoiceConfig voice,
        @Nullable SmtpConfig mail,
        @Nullable Prices prices,
        @Nullable PageConfig links) {
    private static final Set<String> KNOWN =
            Set.of("signature", "zone", "callBack", "duty", "sms", "webhook", "voice", "mail", "price", "links");
    private static final int LONGEST_ADDRESS = 500;
    private static final int LONGEST_SIGNATURE = 12;

    /** @throws Refusal that names the option, the line and the mend */
    static ChannelsFile read(Path path) {
        try {
            SettingsFile file = SettingsFile.read(path, "the channels file");
            Spot root = file.root();
            root.object(KNOWN);
            Spot sms = root.find("sms");
            Spot webhook = root.find("webhook");
            Spot voice = root.find("voice");
            Spot mail = root.find("mail");
            Spot price = root.find("price");
            Wording wording = wording(root);
            Spot links = root.find("links");
            return new ChannelsFile(
                    duty(root.find("duty")),
                    wording,
                    sms == null ? null : SmppSettings.read(sms, file),
                    webhook == null ? null : WebhookSettings.read(webhook, file),
                    voice == null ? null : VoiceSettings.read(voice, file, wording.callBack()),
                    mail == null ? null : SmtpSettings.read(mail, file, wording.signature()),
                    price == null ? null : Prices.read(price),
                    links == null ? null : PageSettings.read(links));
        } catch (SettingsRefused wrong) {
            throw new Refusal("--channels " + path + ": " + wrong.getMessage());
        }
    }

    private static Wording wording(Spot root) throws SettingsRefused {
        Spot callBack = root.find("callBack");
        Spot zone = root.find("zone");
        return new Wording(
                zone == null ? ZoneId.of("Asia/Shanghai") : zone(zone),
                root.need("signature").text(LONGEST_SIGNATURE),
                callBack == null ? "" : callBack.text(20));
    }

    private static ZoneId zone(Spot given) throws SettingsRefused {
        try {
            return ZoneId.of(given.text(64));
        } catch (DateTimeException unknown) {
            throw given.refuse("must be a time zone, as Asia/Shanghai");
        }
    }

    private static DutyDesks duty(@Nullable Spot duty) throws SettingsRefused {
        if (duty == null) {
            return DutyDesks.NONE;
        }
        duty.object(Set.of("supervisor", "ambulance"));
        return new DutyDesks(addresses(duty.find("supervisor")), addresses(duty.find("ambulance")));
    }

    private static Map<ChannelKind, String> addresses(@Nullable Spot desk) throws SettingsRefused {
        Map<ChannelKind, String> addresses = new EnumMap<>(ChannelKind.class);
        if (desk != null) {
            for (Map.Entry<String, Spot> each :
                    desk.object(Set.of("voice", "sms", "mail", "webhook")).entrySet()) {
                ChannelKind kind = ChannelKind.valueOf(each.getKey().toUpperCase(Locale.ROOT));
                String address = each.getValue().text(LONGEST_ADDRESS);
                if (kind == ChannelKind.MAIL && !MailAddress.isValid(address)) {
                    throw each.getValue().refuse("must be " + MailAddress.FORM);
                }
                addresses.put(kind, address);
            }
        }
        return addresses;
    }
}
