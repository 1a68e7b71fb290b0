package care.convoy.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.resident.Contact.Language;
import care.convoy.resident.Resident;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordingTest {
    private static final long EVENING = Instant.parse("2026-11-23T11:32:10Z").toEpochMilli();
    private static final Resident WANG = Cases.resident("王桂兰", Resident.Sex.F, LocalDate.of(1950, 3, 28));
    private static final int ONE_PART = 70;

    private final Wording wording = new Wording(ZoneId.of("Asia/Shanghai"), "护航", "0731-80000000");

    private static AlertView alert(AlertKind kind, Action action) {
        return Cases.alert(1, Priority.P1, EVENING, Reach.State.STARTED, AlertState.QUEUED, kind, action, "c1");
    }

    private String written(Action action, AlertKind kind, @Nullable Resident about, Language language) {
        AlertView alert = alert(kind, action);
        return wording.text(Cases.effect(alert, action, "c1", ChannelKind.SMS), alert, about, language);
    }

    @Test
    void whereNobodyReadsAnAnswerNoneIsAskedFor() {
        for (ChannelKind kind : EnumSet.of(ChannelKind.MAIL, ChannelKind.WEBHOOK)) {
            assertThat(writtenTo(kind, Action.CALL, Language.ZH, wording))
                    .isEqualTo("【护航】王奶奶19:32按了呼救键，还没有人应答。您现在能去看看吗？能去请电话告知0731-80000000");
            assertThat(writtenTo(kind, Action.MESSAGE, Language.EN, wording))
                    .endsWith("Can you go and look? If you can, please ring 0731-80000000");
            assertThat(writtenTo(kind, Action.CALL_SUPERVISOR, Language.ZH, wording))
                    .endsWith("请马上处理。");
            Wording noNumber = new Wording(ZoneId.of("Asia/Shanghai"), "护航", "");
            assertThat(writtenTo(kind, Action.CALL, Language.ZH, noNumber)).endsWith("您现在能去看看吗？");
        }
    }

    private static String writtenTo(ChannelKind kind, Action action, Language language, Wording wording) {
        AlertView alert = alert(AlertKind.SOS, action);
        return wording.text(Cases.effect(alert, action, "c1", kind), alert, WANG, language);
    }

    private String spoken(Action action, Resident about) {
        AlertView alert = alert(AlertKind.SOS, action);
        return wording.speech(Cases.effect(alert, action, "c1", ChannelKind.VOICE), alert, about, Language.ZH);
    }

    @Test
    void saysWhoWhenWhatAndHowToAnswer() {
        assertThat(written(Action.CALL, AlertKind.SOS, WANG, Language.ZH))
                .isEqualTo("【护航】王奶奶19:32按了呼救键，还没有人应答。您现在能去看看吗？能去回1，不能去回2。");
        assertThat(spoken(Action.CALL, WANG))
                .isEqualTo("您好，这里是护航呼叫中心。王奶奶19点32分按了呼救键，还没有人应答。您现在能去看看吗？" + "能去请按1，不能去请按2，听呼叫中心的电话请按9。");
        assertThat(written(Action.CALL, AlertKind.FALL, WANG, Language.EN))
                .isEqualTo("[护航] Ms 王 may have fallen at 19:32; nobody has answered yet. Can you go and look?"
                        + " Reply 1 for yes, 2 for no.");
    }

    @ParameterizedTest
    @EnumSource(AlertKind.class)
    void whatContactsReadIsOneShortMessageAndTellsNoIllnessAddressOrFullName(AlertKind kind) {
        for (Action action : EnumSet.of(Action.CALL, Action.MESSAGE, Action.INFORM, Action.CALL_SUPERVISOR)) {
            for (Language language : Language.values()) {
                String text = written(action, kind, WANG, language);
                assertThat(text).doesNotContain("桂兰", "房颤", "华法林", "青霉素", "望月镇", "1234", "失独", "138");
                if (language == Language.ZH) {
                    assertThat(text).hasSizeLessThanOrEqualTo(ONE_PART);
                }
            }
        }
    }

    @Test
    void speaksToEachAsOneDoes() {
        assertThat(written(Action.INFORM, AlertKind.SOS, WANG, Language.ZH)).contains("王奶奶的求助已有人前往");
        assertThat(said("欧阳建国", Resident.Sex.M, LocalDate.of(1950, 1, 1))).contains("欧阳爷爷的");
        assertThat(said("李春梅", Resident.Sex.F, LocalDate.of(1970, 1, 1))).contains("李女士的");
        assertThat(said("李春梅", Resident.Sex.UNKNOWN, null)).contains("李老师的");
        assertThat(said("Anna Berg", Resident.Sex.UNKNOWN, null)).contains("Anna Berg老师的");
        assertThat(written(Action.INFORM, AlertKind.SOS, null, Language.ZH)).contains("一位佩戴者的");
    }

    private String said(String name, Resident.Sex sex, @Nullable LocalDate born) {
        return written(Action.INFORM, AlertKind.SOS, Cases.resident(name, sex, born), Language.ZH);
    }

    @Test
    void offersNoNumberThatThereIsNot() {
        AlertView alert = alert(AlertKind.SOS, Action.CALL);
        for (Language language : Language.values()) {
            assertThat(new Wording(ZoneId.of("Asia/Shanghai"), "护航", "")
                            .speech(Cases.effect(alert, Action.CALL, "c1", ChannelKind.VOICE), alert, WANG, language))
                    .contains("1", "2")
                    .doesNotContain("9。", "9 ");
        }
    }

    @Test
    void tellsTheAmbulanceServiceWhereAndHowToGetIn() {
        assertThat(spoken(Action.REQUEST_AMBULANCE, WANG))
                .isEqualTo("这里是护航呼叫中心的自动请求，未经语音核实。19点32分，王桂兰，女，望月镇月华社区3栋2单元402，门禁 1234#，"
                        + "按了呼救键，无人应答，请派救护车。回拨电话0731-80000000。收到请按1。");
    }
}
