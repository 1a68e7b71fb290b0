package care.convoy.notify.page;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command.Scene;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Reach.State;
import care.convoy.device.Position;
import care.convoy.notify.WordsForTests;
import care.convoy.notify.page.ContactPages.Page;
import care.convoy.notify.page.PageCounters.Answer;
import care.convoy.notify.page.PageCounters.Refusal;
import care.convoy.resident.Contact;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContactPagesTest {
    private static final Pattern FORM = Pattern.compile("name=\"k\" value=\"([^\"]+)\"");

    private final PageStage stage = new PageStage();

    private String shown(String token) {
        return stage.pages.show(token, false).html();
    }

    private static String formOf(String html) {
        Matcher form = FORM.matcher(html);
        assertThat(form.find()).isTrue();
        return form.group(1);
    }

    private Page press(String token, String what) {
        return pressWith(token, what, formOf(shown(token)));
    }

    private Page pressWith(String token, String what, String form) {
        return stage.pages
                .answer(token, Map.of("k", form, "do", what))
                .toCompletableFuture()
                .join();
    }

    @Test
    void tellsWhoAndWhereAndWhatGoesOn() {
        stage.stands(PageStage.alert());
        Page page = stage.pages.show(stage.token("c1"), false);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.html())
                .contains("<html lang=\"zh-CN\">", "王桂兰", "奶奶 78 岁", "可能摔倒了", "月华社区3栋2单元502")
                .contains("12:03，已 2 分钟", "https://map.example/?at=28.200000,113.000000")
                .contains("吴敏您好", "还没有坐席接警", "也在问其他人", "我现在去", "去不了", "tel:073180000120")
                .doesNotContain("我到了");
        assertThat(page.html().substring(0, page.html().indexOf("<body"))).doesNotContain("王");
    }

    @Test
    void speaksEnglishToWhomThatIsWritten() {
        stage.stands(PageStage.alert());
        assertThat(shown(stage.token("c2")))
                .contains("<html lang=\"en\">", "may have fallen", "I am going", "I cannot", "Ms, 78", "2 min")
                .contains("Zhou &lt;b&gt;, this link is for you alone")
                .doesNotContain("<b>,");
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void neverTellsAnIllnessOrOfTheFamilyOrAnotherNumber(State state) {
        stage.stands(PageStage.alert(
                AlertState.CLAIMED,
                new OperatorId("liming"),
                null,
                List.of(PageStage.scene("c3", Scene.ARRIVED, null)),
                PageStage.reach("c1", state),
                PageStage.reach("c2", State.ACCEPTED),
                PageStage.reach("c3", State.ACCEPTED)));
        for (String contact : List.of("c1", "c2", "c3")) {
            assertThat(shown(stage.token(contact)))
                    .doesNotContain("房颤", "失独", "华法林", "青霉素", "A+", "李医生", "1380000", "1390000", "liming", "市一医院");
        }
        assertThat(shown(stage.token("c1"))).doesNotContain("Zhou", "陈国梁");
    }

    @Test
    void whatOpensTheDoorIsForWhoHasTheKeyAndGoes() {
        stage.stands(PageStage.alert());
        assertThat(shown(stage.token("c1"))).contains("您有钥匙").doesNotContain("2580");
        stage.stands(PageStage.alert(
                PageStage.reach("c1", State.ACCEPTED),
                PageStage.reach("c2", State.ACCEPTED),
                PageStage.reach("c3", State.DECLINED)));
        assertThat(shown(stage.token("c1"))).contains("2580", "您已答应去", "我到了");
        assertThat(shown(stage.token("c2"))).doesNotContain("2580").contains("I have arrived");
        assertThat(shown(stage.token("c3"))).doesNotContain("2580");
    }

    @Test
    void whoCannotComeSeesNoPlaceAndNoWholeNameAndMayThinkAgain() {
        stage.stands(PageStage.alert(PageStage.reach("c1", State.DECLINED), PageStage.reach("c2", State.ACCEPTED)));
        assertThat(shown(stage.token("c1")))
                .contains("谢谢您回复", "王奶奶", "改为 我现在去", "另有帮手")
                .doesNotContain("王桂兰", "月华社区", "map.example", "28.2");
    }

    @Test
    void whoIsThereIsAskedHowItIs() {
        stage.stands(PageStage.alert(
                AlertState.CLAIMED,
                new OperatorId("liming"),
                null,
                List.of(
                        PageStage.scene("c1", Scene.ARRIVED, null),
                        PageStage.scene("c1", Scene.ARRIVED, "叫不醒 / Does not wake up"),
                        PageStage.scene("", Scene.DISPATCHED, null)),
                PageStage.reach("c1", State.ACCEPTED)));
        assertThat(shown(stage.token("c1")))
                .contains("您已到达 12:04", "王奶奶现在怎样", "没有呼吸", "12:04 叫不醒", "120 要到了", "2580")
                .doesNotContain("我现在去", "去不了");
    }

    @Test
    void tellsOfTheAmbulanceWhatWasToldLast() {
        for (Scene scene : Scene.values()) {
            stage.stands(PageStage.alert(
                    AlertState.CLAIMED,
                    new OperatorId("liming"),
                    null,
                    List.of(PageStage.scene("", Scene.RECEIVED, null), PageStage.scene("", scene, null)),
                    PageStage.reach("c1", State.DELIVERED)));
            assertThat(shown(stage.token("c1")))
                    .contains(
                            switch (scene) {
                                case RECEIVED -> "120 已收到";
                                case DISPATCHED -> "120 已派车";
                                case ARRIVED -> "120 已到";
                                case HANDED_OVER -> "已交给 120";
                                case CANCELLED -> "120 的车不来了";
                            });
        }
    }

    @Test
    void tellsWhereTheWristbandIsIfThatIsNotAtHome() {
        Position away = new Position(28.21, 113.01, 30, Position.Source.GNSS, true, PageStage.NOW - 120_000);
        stage.stands(PageStage.alert(AlertState.QUEUED, null, away, List.of(), PageStage.reach("c1", State.DELIVERED)));
        assertThat(shown(stage.token("c1"))).contains("手环定位 12:03，离家约 1.5 公里", "at=28.210000,113.010000");
        Position home = new Position(28.2001, 113.0001, 30, Position.Source.GNSS, true, PageStage.NOW - 120_000);
        stage.stands(PageStage.alert(AlertState.QUEUED, null, home, List.of(), PageStage.reach("c1", State.DELIVERED)));
        assertThat(shown(stage.token("c1"))).doesNotContain("手环定位");
    }

    @Test
    void readingChangesNothingHoweverOften() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        String first = shown(token);
        for (int again = 0; again < 20; again++) {
            assertThat(stage.pages.show(token, again % 2 == 0).html()).isEqualTo(first);
        }
        assertThat(stage.said).isEmpty();
        assertThat(stage.pages.counters().opened()).isEqualTo(11);
        assertThat(stage.pages.counters().refreshed()).isEqualTo(10);
    }

    @Test
    void anAnswerGoesToWhatThisContactWasAsked() {
        stage.stands(PageStage.alert());
        assertThat(press(stage.token("c2"), "going").status()).isEqualTo(303);
        assertThat(press(stage.token("c2"), "cannot").status()).isEqualTo(303);
        assertThat(press(stage.token("c2"), "going").status()).isEqualTo(303);
        assertThat(stage.said).containsExactly("3.2 ACCEPTED", "3.2 DECLINED", "3.2 ACCEPTED");
    }

    @Test
    void arrivalTwiceIsOneCommand() {
        stage.stands(PageStage.alert());
        press(stage.token("c1"), "arrived");
        press(stage.token("c1"), "arrived");
        assertThat(stage.said).hasSize(2);
        assertThat(stage.said.get(1)).isEqualTo(stage.said.get(0)).startsWith("c1 ARRIVED - ");
        assertThat(stage.pages.counters().get(Answer.ARRIVED)).isEqualTo(1);
    }

    @Test
    void howItIsIsToldOnceUntilItIsOtherwise() {
        AlertView.TimelineEntry awake = PageStage.scene("c1", Scene.ARRIVED, "醒着，能说话 / Awake and talking");
        AlertView.TimelineEntry worse = PageStage.scene("c1", Scene.ARRIVED, "没有呼吸 / Not breathing");
        String token = stage.token("c1");
        toldSoFar(List.of());
        press(token, "awake");
        toldSoFar(List.of(awake));
        press(token, "awake");
        press(token, "not_breathing");
        toldSoFar(List.of(awake, worse));
        press(token, "awake");
        assertThat(stage.said).hasSize(3).doesNotHaveDuplicates();
        toldSoFar(Collections.nCopies(8, awake));
        assertThat(press(token, "bleeding").status()).isEqualTo(429);
        assertThat(stage.said).hasSize(3);
    }

    private void toldSoFar(List<AlertView.TimelineEntry> told) {
        stage.stands(PageStage.alert(AlertState.QUEUED, null, null, told, PageStage.reach("c1", State.ACCEPTED)));
    }

    @Test
    void whoIsThereIsNotSentAwayByAnOldPage() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        String old = formOf(shown(token));
        toldSoFar(List.of(PageStage.scene("c1", Scene.ARRIVED, null)));
        assertThat(pressWith(token, "cannot", old).status()).isEqualTo(303);
        assertThat(stage.said).isEmpty();
    }

    @Test
    void withoutTheSecretOfItsFormNothingIsTaken() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        String other = formOf(shown(stage.token("c2")));
        for (String form : List.of("", "AAAAAAAAAAAAAAAA", other, token)) {
            Page page = pressWith(token, "going", form);
            assertThat(page.status()).isEqualTo(403);
            assertThat(page.html()).contains("role=\"alert\"");
        }
        assertThat(press(token, "everything").status()).isEqualTo(403);
        assertThat(stage.said).isEmpty();
        assertThat(stage.pages.counters().get(Refusal.FORM)).isEqualTo(5);
    }

    @Test
    void afterTheEndNothingIsToldAndNothingTaken() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        String form = formOf(shown(token));
        stage.stands(PageStage.alert(AlertState.RESOLVED, null, null, List.of()));
        Page page = stage.pages.show(token, false);
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.html()).contains("这次求助已结束", "This case has ended").doesNotContain("王", "月华", "吴敏", "<form");
        assertThat(pressWith(token, "going", form).status()).isEqualTo(410);
        assertThat(stage.said).isEmpty();
        assertThat(stage.pages.counters().get(Refusal.OVER)).isEqualTo(2);
    }

    @Test
    void doesNotSayThatItHasEndedWhileNobodyKnows() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        stage.cases.reset(1, List.of(), List.of(), List.of());
        stage.knowsAll = false;
        Page page = stage.pages.show(token, false);
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.html()).contains("现在看不到").doesNotContain("已结束");
    }

    @Test
    void whatThisGatewayDecidedByItselfGoesBeforeTheLog() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        stage.cases.provisional(List.of(PageStage.alert(PageStage.reach("c1", State.ACCEPTED))), List.of());
        assertThat(shown(token)).contains("您已答应去");
        stage.cases.provisional(List.of(), List.of());
        assertThat(shown(token)).contains("我现在去");
    }

    @Test
    void aLinkExpires() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        stage.nowMillis += 12 * 3_600_000L - 1;
        assertThat(stage.pages.show(token, false).status()).isEqualTo(200);
        stage.nowMillis += 3_600_000L + 1;
        Page page = stage.pages.show(token, false);
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.html()).contains("已过期").doesNotContain("王桂兰", "月华");
    }

    @Test
    void whoIsNoContactAnyMoreOrWasNotAskedSeesNothing() {
        stage.stands(PageStage.alert(PageStage.reach("c1", State.DELIVERED)));
        assertThat(stage.pages.show(stage.token("c2"), false).status()).isEqualTo(410);
        String token = stage.token("c1");
        stage.people("王桂兰", PageStage.contact("c9", "新人", Contact.Language.ZH));
        assertThat(stage.pages.show(token, false).status()).isEqualTo(410);
        Page forged = stage.pages.show("A".repeat(28), false);
        assertThat(forged.status()).isEqualTo(404);
        assertThat(forged.foreign()).isTrue();
    }

    @Test
    void whatTheLogDidNotTakeIsNotSaidToBeTaken() {
        stage.stands(PageStage.alert());
        String token = stage.token("c1");
        String form = formOf(shown(token));
        stage.takes = false;
        Page page = pressWith(token, "going", form);
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.html()).contains("还没有确认收到").doesNotContain("您已答应去");
    }

    @Test
    void aNameIsNoMarkup() {
        PageStage evil = new PageStage("<script>alert(1)</script>\"'&");
        evil.stands(PageStage.alert());
        assertThat(evil.pages.show(evil.token("c1"), false).html())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;")
                .doesNotContain("<script>");
    }

    @Test
    void aPageIsSmall() {
        stage.stands(PageStage.alert());
        assertThat(shown(stage.token("c1")).getBytes(StandardCharsets.UTF_8).length)
                .isBetween(1_000, 4_096);
        assertThat(stage.pages.files())
                .hasSize(2)
                .allSatisfy((name, content) -> assertThat(content.length()).isLessThan(8_192));
    }

    @Test
    void aLinkIsShort() {
        assertThat(stage.pages.of(PageStage.alert(), WordsForTests.recipient("c1")))
                .startsWith("https://help.example/c/")
                .hasSize(51);
    }
}
