package care.convoy.notify;

import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.resident.Contact.Language;
import care.convoy.resident.Resident;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is said to people, in Chinese and English. To contacts: who, since when, what happened as far as the wearer or the
 * device said it, and what to answer; no full name, no address, no illness and no measurement, for a message lies open on a telephone.
 * To the ambulance service: what a crew needs.
 *
 * <p>A Chinese text to a contact has at most 70 characters without its link: one short message (3GPP TS 23.038, UCS-2).
 *
 * @param signature who writes, as carriers want it before each short message, without its brackets
 * @param callBack number of the centre; "" for none
 */
public record Wording(ZoneId zone, String signature, String callBack) {
    private static final int OLD_AGE = 65;
    private static final Set<String> COMPOUND_SURNAMES =
            Set.of("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "长孙", "宇文", "东方");

    /** How it is written. */
    String text(Effect effect, AlertView alert, @Nullable Resident resident, Language language) {
        return language == Language.ZH
                ? "【" + signature + "】" + chinese(effect, alert, resident, true)
                : "[" + signature + "] " + english(effect, alert, resident, true);
    }

    /** How it is spoken. */
    String speech(Effect effect, AlertView alert, @Nullable Resident resident, Language language) {
        return language == Language.ZH
                ? chinese(effect, alert, resident, false)
                : english(effect, alert, resident, false);
    }

    private String chinese(Effect effect, AlertView alert, @Nullable Resident resident, boolean written) {
        String who = who(resident, alert.receivedAtMillis(), Language.ZH);
        String time = time(alert, written ? "%d:%02d" : "%d点%02d分");
        return switch (effect.action()) {
            case CALL, MESSAGE ->
                (written ? "" : "您好，这里是" + signature + "呼叫中心。")
                        + who
                        + time
                        + happened(alert.kind(), Language.ZH)
                        + "，还没有人应答。您现在能去看看吗？"
                        + (written
                                ? answer(effect, "能去回1，不能去回2。", "能去请电话告知")
                                : "能去请按1，不能去请按2" + (callBack.isEmpty() ? "。" : "，听呼叫中心的电话请按9。"));
            case INFORM -> who + "的求助已有人前往，您不必再去了，谢谢您。";
            case CALL_SUPERVISOR ->
                time + "的" + alert.priority() + "警情还没有坐席接警，请马上处理。"
                        + (written ? answer(effect, "已知悉回1。", "") : "已知悉请按1。");
            case REQUEST_AMBULANCE ->
                "这里是"
                        + signature
                        + "呼叫中心的自动请求，未经语音核实。"
                        + time
                        + "，"
                        + patient(resident, alert)
                        + happened(alert.kind(), Language.ZH)
                        + "，无人应答，请派救护车。"
                        + (callBack.isEmpty() ? "" : "回拨电话" + callBack + "。")
                        + (written ? "" : "收到请按1。");
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> "";
        };
    }

    private String english(Effect effect, AlertView alert, @Nullable Resident resident, boolean written) {
        String who = who(resident, alert.receivedAtMillis(), Language.EN);
        String time = time(alert, "%d:%02d");
        return switch (effect.action()) {
            case CALL, MESSAGE ->
                who + " " + happened(alert.kind(), Language.EN) + " at " + time
                        + "; nobody has answered yet. Can you go and look? "
                        + (written
                                ? answer(effect, "Reply 1 for yes, 2 for no.", "If you can, please ring ")
                                : "Press 1 for yes, 2 for no"
                                        + (callBack.isEmpty() ? "." : ", 9 for the number of the centre."));
            case INFORM -> "Somebody is on the way to " + who + "; you need not go. Thank you.";
            case CALL_SUPERVISOR ->
                "A " + alert.priority() + " alert of " + time + " is still unclaimed. "
                        + (written ? answer(effect, "Reply 1 when you know.", "") : "Press 1 when you know.");
            case REQUEST_AMBULANCE ->
                "Automatic request of " + signature + ", not verified by voice. At " + time + ", "
                        + patient(resident, alert) + happened(alert.kind(), Language.EN)
                        + ", nobody answers. Please send an ambulance."
                        + (callBack.isEmpty() ? "" : " Call back: " + callBack + ".")
                        + (written ? "" : " Press 1 to confirm.");
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> "";
        };
    }

    /** How to answer. What comes back by mail or to a web address is not read, so nobody may believe to have answered by it. */
    private String answer(Effect effect, String reply, String ring) {
        return switch (effect.channel()) {
            case SMS, VOICE -> reply;
            case MAIL, WEBHOOK, DISPATCH -> ring.isEmpty() || callBack.isEmpty() ? "" : ring + callBack;
        };
    }

    /** Family name and how one speaks to them: nothing that a stranger could find them by. */
    public String who(@Nullable Resident resident, long atMillis, Language language) {
        if (resident == null || resident.name().isEmpty()) {
            return language == Language.ZH ? "一位佩戴者" : "A wearer";
        }
        String family = familyName(resident.name());
        if (language == Language.EN) {
            return switch (resident.sex()) {
                case F -> "Ms " + family;
                case M -> "Mr " + family;
                case UNKNOWN -> family;
            };
        }
        return family + title(resident, atMillis);
    }

    /** How one speaks to them in Chinese. */
    public String title(Resident resident, long atMillis) {
        LocalDate today = Instant.ofEpochMilli(atMillis).atZone(zone).toLocalDate();
        boolean old = resident.birthDate() == null || ChronoUnit.YEARS.between(resident.birthDate(), today) >= OLD_AGE;
        return switch (resident.sex()) {
            case F -> old ? "奶奶" : "女士";
            case M -> old ? "爷爷" : "先生";
            case UNKNOWN -> "老师";
        };
    }

    private static String familyName(String name) {
        String stripped = name.strip();
        if (stripped.length() > 2 && COMPOUND_SURNAMES.contains(stripped.substring(0, 2))) {
            return stripped.substring(0, 2);
        }
        // a name in Latin letters is not cut
        return stripped.isEmpty() || stripped.charAt(0) < 0x2E80 ? stripped : stripped.substring(0, 1);
    }

    /** Name, sex, age, where and how to get in. */
    private static String patient(@Nullable Resident resident, AlertView alert) {
        if (resident == null) {
            return "设备" + alert.device().value() + "，";
        }
        StringBuilder said = new StringBuilder(resident.name());
        switch (resident.sex()) {
            case F -> said.append("，女");
            case M -> said.append("，男");
            case UNKNOWN -> {
                // not said
            }
        }
        said.append("，").append(resident.address());
        if (!resident.accessNote().isEmpty()) {
            said.append("，").append(resident.accessNote());
        }
        return said.append("，").toString();
    }

    private static String happened(AlertKind kind, Language language) {
        boolean chinese = language == Language.ZH;
        return switch (kind) {
            case SOS -> chinese ? "按了呼救键" : "pressed the help button";
            case FALL -> chinese ? "可能摔倒了" : "may have fallen";
            case SMOKE -> chinese ? "家中烟雾报警" : "has a smoke alarm at home";
            case FENCE -> chinese ? "可能外出走远" : "may have gone far from home";
            case INACTIVITY -> chinese ? "今天还没有动静" : "has not been active today";
            case REMOVED -> chinese ? "的手环取下了" : "has taken off the wristband";
            case VITALS -> chinese ? "需要有人看望" : "needs somebody to look in";
            case SILENCE, LOW_BATTERY, MISSED_TEST, CONTACT, INFORMATION, VISIT, GENERAL ->
                chinese ? "的设备报警" : "has an alarm of the device";
        };
    }

    private String time(AlertView alert, String format) {
        LocalTime time =
                Instant.ofEpochMilli(alert.receivedAtMillis()).atZone(zone).toLocalTime();
        return format.formatted(time.getHour(), time.getMinute());
    }
}
