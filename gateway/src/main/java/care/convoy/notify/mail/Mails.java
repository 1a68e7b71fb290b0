package care.convoy.notify.mail;

import care.convoy.alert.EffectKey;
import care.convoy.notify.Message;
import care.convoy.resident.Contact.Language;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How a mail looks. Its subject names nobody: it stands on locked screens. What it is known by, {@code Message-ID}, is the same each time that the
 * same message is sent; and it says that a machine wrote it, so that no machine answers (RFC 3834).
 */
final class Mails {
    private Mails() {}

    static MailMessage of(Message message, SmtpConfig config) {
        EffectKey key = message.key();
        MultiMap heads = MultiMap.caseInsensitiveMultiMap()
                .set(
                        "Message-ID",
                        "<" + key.alert() + "-" + key.step() + "-" + key.attempt() + "@" + config.domain() + ">")
                .set("Auto-Submitted", "auto-generated")
                .set("X-Auto-Response-Suppress", "All");
        if (!config.name().isEmpty()) {
            heads.set("From", encoded(config.name()) + " <" + config.from() + ">");
        }
        if (message.urgent()) {
            heads.set("Importance", "high").set("X-Priority", "1");
        }
        String link = message.link().isEmpty() ? "" : "\n\n" + message.link();
        return new MailMessage()
                .setFrom(config.from())
                .setTo(message.to().address())
                .setSubject(subject(message))
                .setText(message.text() + link + "\n")
                .setHeaders(heads);
    }

    /** A word that is not ASCII (RFC 2047 §2); of at most 45 bytes, for which twelve characters are few enough. */
    private static String encoded(String name) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static String subject(Message message) {
        boolean chinese = message.to().language() == Language.ZH;
        return switch (message.action()) {
            case CALL, MESSAGE ->
                message.urgent()
                        ? chinese ? "紧急求助，请马上查看" : "Urgent: somebody needs help"
                        : chinese ? "有人需要看望，请查看" : "Somebody needs a look-in";
            case INFORM -> chinese ? "已有人前往，您不必再去" : "Somebody is on the way; you need not go";
            case CALL_SUPERVISOR -> chinese ? "警情无人接警，请马上处理" : "An alert is unclaimed";
            case REQUEST_AMBULANCE -> chinese ? "自动急救请求，未经语音核实" : "Automatic ambulance request, not verified by voice";
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> chinese ? "警情" : "Alert";
        };
    }
}
