package care.convoy.notify.page;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.notify.Wording;
import care.convoy.notify.page.CaseSight.What;
import care.convoy.resident.Contact.Language;
import care.convoy.resident.Resident;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the page says, in one language: never an illness, a measurement, nor anything of the family. Immutable.
 *
 * @param wording who writes, the zone of its times, and the number of the centre
 */
record PageWords(Wording wording, Language language) {
    /** Chinese or English. */
    String say(String chinese, String english) {
        return language == Language.ZH ? chinese : english;
    }

    String title() {
        return say(wording.signature() + " 紧急通知", wording.signature() + " urgent notice");
    }

    String tag() {
        return say("zh-CN", "en");
    }

    /** Whom it is about, for somebody who is to go there: the whole name. */
    String name(Resident resident) {
        return resident.name().isEmpty() ? say("一位佩戴者", "A wearer") : resident.name();
    }

    /** How one speaks to them, and the age; "" if neither is known. */
    String title(Resident resident, long atMillis) {
        LocalDate born = resident.birthDate();
        LocalDate today = Instant.ofEpochMilli(atMillis).atZone(wording.zone()).toLocalDate();
        String age =
                born == null ? "" : say(" %d 岁", ", %d").formatted(Math.max(0, ChronoUnit.YEARS.between(born, today)));
        String how = switch (resident.sex()) {
            case F -> say(wording.title(resident, atMillis), "Ms");
            case M -> say(wording.title(resident, atMillis), "Mr");
            case UNKNOWN -> "";
        };
        return (how + age).replaceFirst("^[, ]+", "");
    }

    /** Family name and how one speaks to them. */
    String discreetly(@Nullable Resident resident, long atMillis) {
        return wording.who(resident, atMillis, language);
    }

    String urgency(Priority priority) {
        return switch (priority) {
            case P1 -> say("紧急", "Urgent");
            case P2 -> say("尽快", "Soon");
            case P3 -> say("请关照", "Please look in");
            case P4, P5 -> say("通知", "Notice");
        };
    }

    String happened(AlertKind kind) {
        return switch (kind) {
            case SOS -> say("按了呼救键", "pressed the help button");
            case FALL -> say("可能摔倒了", "may have fallen");
            case SMOKE -> say("家中烟雾报警", "smoke alarm at home");
            case FENCE -> say("可能外出走远", "may have gone far from home");
            case INACTIVITY -> say("今天还没有动静", "not active today");
            case REMOVED -> say("手环取下了", "took off the wristband");
            case VITALS -> say("需要有人看望", "needs somebody to look in");
            case SILENCE, LOW_BATTERY, MISSED_TEST, CONTACT, INFORMATION, VISIT, GENERAL ->
                say("设备报警", "alarm of the device");
        };
    }

    String what(What what) {
        return switch (what) {
            case CENTRE_WAITS -> say("还没有坐席接警", "The centre has not taken it yet");
            case CENTRE_ATTENDS -> say("坐席已接警", "The centre attends");
            case HELPER_ARRIVED -> say("另有帮手已到", "Another helper is there");
            case HELPER_WITH_KEY_COMES -> say("另有帮手带钥匙在路上", "A helper with the key comes");
            case HELPER_COMES -> say("另有帮手在路上", "Another helper comes");
            case OTHERS_ASKED -> say("也在问其他人", "Others are being asked too");
            case AMBULANCE_ASKED -> say("已请求 120", "Ambulance requested");
            case AMBULANCE_RECEIVED -> say("120 已收到", "The ambulance service knows");
            case AMBULANCE_COMES -> say("120 已派车", "Ambulance on its way");
            case AMBULANCE_ARRIVED -> say("120 已到", "Ambulance is there");
            case AMBULANCE_HANDED_OVER -> say("已交给 120", "In the care of the ambulance");
            case AMBULANCE_CANCELLED -> say("120 的车不来了", "The ambulance does not come");
        };
    }

    String condition(Condition condition) {
        return say(condition.chinese, condition.english);
    }

    /** Hours and minutes. */
    String time(long atMillis) {
        LocalTime time = Instant.ofEpochMilli(atMillis).atZone(wording.zone()).toLocalTime();
        return "%d:%02d".formatted(time.getHour(), time.getMinute());
    }

    String age(long fromMillis, long nowMillis) {
        long minutes = Math.max(0, nowMillis - fromMillis) / 60_000;
        if (minutes < 1) {
            return say("刚刚", "just now");
        }
        return minutes < 120
                ? say("已 " + minutes + " 分钟", minutes + " min")
                : say("已 ", "") + minutes / 60 + say(" 小时", " h");
    }

    String distance(double metres) {
        return metres < 950
                ? Math.round(metres / 50) * 50 + say(" 米", " m")
                : "%.1f".formatted(metres / 1_000) + say(" 公里", " km");
    }

    /** What a contact at the scene may tell with one touch. */
    enum Condition {
        AWAKE("醒着，能说话", "Awake and talking"),
        UNRESPONSIVE("叫不醒", "Does not wake up"),
        NOT_BREATHING("没有呼吸", "Not breathing"),
        BLEEDING("在流血", "Bleeding"),
        DOOR_SHUT("门打不开", "The door cannot be opened");

        private final String chinese;
        private final String english;

        Condition(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }

        /** For the time line, which people of both languages read. */
        String words() {
            return chinese + " / " + english;
        }
    }
}
