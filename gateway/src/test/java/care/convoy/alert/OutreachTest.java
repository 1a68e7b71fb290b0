package care.convoy.alert;

import static care.convoy.alert.EffectReport.ACCEPTED;
import static care.convoy.alert.EffectReport.DECLINED;
import static care.convoy.alert.EffectReport.DELIVERED;
import static care.convoy.alert.EffectReport.FAILED;
import static care.convoy.alert.EffectReport.NO_ANSWER;
import static care.convoy.alert.EffectReport.UNREACHABLE;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How one step reaches its people, and what reports do to that. */
class OutreachTest {
    private final Scene scene = new Scene();

    private void press(EscalationStep... p1) {
        scene.plan = Plans.p1(p1);
        scene.hear(sos());
    }

    /** A P3 with these steps, so nothing of it is urgent. */
    private void remove(EscalationStep... p3) {
        scene.plan = Plans.lesser(p3);
        scene.hear(new BandRemoved());
    }

    private static Outcome.Refused unknown(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return (Outcome.Refused) outcome;
    }

    private static boolean isDuplicate(Outcome outcome) {
        return ((Outcome.Done) outcome).duplicate();
    }

    // ---- who is asked when

    @Test
    void stepReachesEachOfItsContactsAtOnceByTheFirstChannel() {
        press(Plans.together(60, Action.CALL, 1, "a", "b", "a"));
        scene.pass(60);

        assertThat(scene.asked("a")).containsExactly("60 VOICE");
        assertThat(scene.asked("b")).containsExactly("60 VOICE");
        assertThat(scene.alert().steps().getFirst().reaches())
                .extracting(Reach::contact, Reach::state, Reach::atMillis)
                .containsExactly(
                        tuple("a", Reach.State.STARTED, scene.nowMillis() + 60_000),
                        tuple("b", Reach.State.STARTED, scene.nowMillis() + 60_000));
    }

    @Test
    void channelsThatAreMeantWhereNoneIsNamed() {
        press(
                Plans.together(0, Action.CALL, 1, "called"),
                Plans.together(0, Action.MESSAGE, 0, "written"),
                Plans.supervisor(0));
        assertThat(scene.effects("called").getFirst().channel()).isEqualTo(ChannelKind.VOICE);
        assertThat(scene.effects("written").getFirst().channel()).isEqualTo(ChannelKind.SMS);
        assertThat(scene.effects("").getFirst().channel()).isEqualTo(ChannelKind.VOICE);
        scene.report("called", UNREACHABLE);
        assertThat(scene.effects("called").getLast().channel()).isEqualTo(ChannelKind.SMS);
    }

    @Test
    void consolesAreNobodyToBeReached() {
        press(Plans.together(0, Action.SHOW_ALL_CONSOLES, 0), Plans.together(5, Action.ALL_CONSOLES_LOUD, 0));
        scene.pass(5);

        assertThat(scene.events(Event.StepDue.class)).hasSize(2);
        assertThat(scene.events(Event.EffectDue.class)).isEmpty();
    }

    @Test
    void ambulanceIsPhonedWhenNoReceiptComesInTenSeconds() {
        press(Plans.ambulance(120));
        scene.pass(131);

        assertThat(scene.asked("")).containsExactly("120 DISPATCH", "130 VOICE");
        assertThat(scene.events(Event.EffectReported.class).getFirst().report()).isEqualTo(FAILED);
    }

    @Test
    void ambulanceThatConfirmedTheReceiptIsNotAskedAgain() {
        press(Plans.ambulance(120));
        scene.pass(121);
        scene.report("", DELIVERED);
        scene.pass(300);

        assertThat(scene.asked("")).containsExactly("120 DISPATCH");
        assertThat(scene.reach("").state()).isEqualTo(Reach.State.DELIVERED);
    }

    @Test
    void everyTryHasANumberOfItsOwn() {
        press(Plans.together(0, Action.CALL, 1, "a", "b"), Plans.supervisor(0));
        scene.pass(600);

        assertThat(scene.events(Event.EffectDue.class))
                .hasSizeGreaterThan(20)
                .extracting(due -> due.effect().key())
                .doesNotHaveDuplicates();
        assertThat(scene.effects("a").getFirst().key().attempt()).isEqualTo(1);
        assertThat(scene.effects("b").getFirst().key().attempt()).isEqualTo(2);
    }

    // ---- failures

    @Test
    void whatIsNotUrgentTriesTheSameChannelFourTimesThenTheNext() {
        remove(Plans.together(0, Action.CALL, 1, "a"));
        for (int i = 0; i < 4; i++) {
            scene.report("a", FAILED);
            scene.pass(60);
        }

        assertThat(scene.asked("a"))
                .containsExactly("0 VOICE", "5 VOICE", "80 VOICE", "180 VOICE", "180 SMS", "215 SMS");
    }

    @Test
    void urgentFailureTriesTheNextChannelAtOnceAndTheFailedOneAgainAfterABackOff() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        scene.report("a", FAILED);
        scene.report("a", FAILED);
        scene.pass(5);
        scene.report("a", FAILED);
        scene.report("a", FAILED);
        scene.pass(20);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 SMS", "5 VOICE", "5 SMS", "25 VOICE");
    }

    @Test
    void afterFourTriesOfEachChannelNobodyIsThere() {
        press(Plans.together(0, Action.CALL, 1, "a"), Plans.supervisor(4_000));
        for (int round = 0; round < 4; round++) {
            scene.report("a", FAILED);
            scene.report("a", FAILED);
            scene.pass(60);
        }

        assertThat(scene.asked("a")).hasSize(8);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.FAILED);
    }

    @Test
    void channelThatLeadsNowhereIsNotTriedAgainThoughTheOtherIs() {
        press(Plans.together(0, Action.CALL, 1, "landline"));
        scene.report("landline", FAILED);
        scene.report("landline", UNREACHABLE);
        scene.pass(5);
        scene.report("landline", FAILED);
        scene.pass(20);

        assertThat(scene.asked("landline")).containsExactly("0 VOICE", "0 SMS", "5 VOICE", "25 VOICE");
    }

    @Test
    void reportThatDoesNotComeCountsAsAFailure() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        scene.pass(91);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "60 SMS");
        assertThat(scene.events(Event.EffectReported.class))
                .extracting(Event.EffectReported::report)
                .containsExactly(FAILED, FAILED);
        assertThat(scene.events(Event.EffectReported.class).getFirst().effect())
                .isEqualTo(scene.effects("a").getFirst());
    }

    @Test
    void oneWhoFailsDelaysNobodyBeside() {
        press(Plans.together(0, Action.CALL, 1, "a", "b"), Plans.together(0, Action.MESSAGE, 0, "c"));
        scene.report("a", FAILED);
        scene.report("b", NO_ANSWER);
        scene.report("c", DELIVERED);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 SMS");
        assertThat(scene.asked("b")).containsExactly("0 VOICE", "0 SMS");
        assertThat(scene.reach("c").state()).isEqualTo(Reach.State.DELIVERED);
    }

    // ---- in turn

    @Test
    void inTurnTheNextWaitsForTheOneBefore() {
        press(Plans.inTurn(0, Action.CALL, 1, "a", "b"));
        scene.pass(30);
        assertThat(scene.asked("b")).isEmpty();
        assertThat(scene.reach("b").isInLine()).isTrue();
        scene.report("a", NO_ANSWER);

        assertThat(scene.asked("b")).containsExactly("30 VOICE");
        assertThat(scene.asked("a")).containsExactly("0 VOICE", "30 SMS");
    }

    @Test
    void inTurnAnUrgentFailureLetsTheNextBeginWhileTheFirstIsTriedAgain() {
        press(Plans.inTurn(0, Action.CALL, 1, "a", "b", "c"));
        scene.report("a", FAILED);
        scene.report("a", FAILED);

        assertThat(scene.asked("b")).containsExactly("0 VOICE");
        assertThat(scene.asked("c")).as("b has not failed").isEmpty();
        scene.pass(5);
        scene.report("a", FAILED);
        assertThat(scene.asked("c")).isEmpty();
        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 SMS", "5 VOICE", "5 SMS");
    }

    @Test
    void inTurnWhatIsNotUrgentWaitsForTheRetriesOfAChannel() {
        remove(Plans.inTurn(0, Action.CALL, 1, "a", "b"));
        for (int i = 0; i < 3; i++) {
            scene.report("a", FAILED);
            scene.pass(60);
        }
        assertThat(scene.asked("b")).isEmpty();
        scene.report("a", FAILED);

        assertThat(scene.asked("b")).containsExactly("180 VOICE");
    }

    @Test
    void inTurnWhoDeclinesPassesToTheNextAtOnce() {
        remove(Plans.inTurn(0, Action.CALL, 1, "a", "b"));
        scene.report("a", DECLINED);

        assertThat(scene.asked("a")).containsExactly("0 VOICE");
        assertThat(scene.asked("b")).containsExactly("0 VOICE");
    }

    @Test
    void messageIsNoAnswerToACall() {
        remove(Plans.inTurn(0, Action.CALL, 1, "a", "b"));
        scene.report("a", UNREACHABLE);
        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 SMS");
        scene.report("a", DELIVERED);
        scene.report("b", UNREACHABLE);
        scene.report("b", DELIVERED);
        scene.pass(59);
        assertThat(scene.events(Event.NobodyLeft.class)).isEmpty();
        scene.pass(1);

        assertThat(scene.events(Event.NobodyLeft.class)).hasSize(1);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.FAILED);
        assertThat(scene.reach("a").told()).isTrue();
    }

    @Test
    void inTurnAMessageWaitsAMinuteForAnAnswer() {
        press(Plans.inTurn(0, Action.MESSAGE, 0, "a", "b"));
        scene.report("a", DELIVERED);
        scene.pass(59);
        assertThat(scene.asked("b")).isEmpty();
        scene.pass(1);

        assertThat(scene.asked("b")).containsExactly("60 SMS");
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.DELIVERED);
    }

    @Test
    void urgentCallIsTriedAgainAlthoughAMessageArrivedMeanwhile() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        scene.report("a", FAILED);
        scene.report("a", DELIVERED);
        scene.pass(5);

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 SMS", "5 VOICE");
        scene.report("a", NO_ANSWER);
        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.DELIVERED);
        assertThat(scene.events(Event.NobodyLeft.class)).isEmpty();
        scene.pass(60);
        assertThat(scene.events(Event.NobodyLeft.class)).hasSize(1);
    }

    // ---- reports that come late, twice or from nowhere

    @Test
    void betterNewsOfAFormerTryCounts() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        EffectKey first = scene.effects("a").getFirst().key();
        scene.pass(61);
        assertThat(isDuplicate(scene.report(first, NO_ANSWER))).isTrue();
        assertThat(isDuplicate(scene.report(first, FAILED))).isTrue();
        assertThat(isDuplicate(scene.report(first, ACCEPTED))).isFalse();

        assertThat(scene.reach("a").state()).isEqualTo(Reach.State.ACCEPTED);
        Event.EffectReported told = scene.events(Event.EffectReported.class).getLast();
        assertThat(told.effect()).isEqualTo(scene.effects("a").getFirst());
        assertThat(told.effect().channel()).isEqualTo(ChannelKind.VOICE);
    }

    @Test
    void lateReceiptOfAMessageEndsItsRetries() {
        press(Plans.together(0, Action.MESSAGE, 0, "a"));
        EffectKey first = scene.effects("a").getFirst().key();
        scene.pass(36);
        assertThat(scene.asked("a")).containsExactly("0 SMS", "35 SMS");
        scene.report(first, DELIVERED);
        scene.pass(120);

        assertThat(scene.asked("a")).hasSize(2);
    }

    @Test
    void repeatedReportChangesNothing() {
        press(Plans.together(0, Action.CALL, 1, "a"), Plans.together(0, Action.MESSAGE, 0, "b"));
        for (EffectReport report : List.of(DELIVERED, DECLINED)) {
            scene.report("b", report);
            long version = scene.alert().version();
            assertThat(scene.report("b", report))
                    .isEqualTo(new Outcome.Done(scene.alert().id(), version, true));
            assertThat(scene.alert().version()).isEqualTo(version);
        }
    }

    @Test
    void effectThatWasNeverAskedForIsRefused() {
        press(Plans.together(0, Action.SHOW_ALL_CONSOLES, 0), Plans.together(60, Action.CALL, 1, "a", "b"));
        AlertId alert = scene.alert().id();
        assertThat(unknown(scene.report(new EffectKey(alert, 1, 1), ACCEPTED)).reason())
                .as("not begun")
                .isEqualTo(Outcome.Reason.UNKNOWN_EFFECT);
        scene.pass(60);
        for (EffectKey key : List.of(
                new EffectKey(alert, 0, 1),
                new EffectKey(alert, 1, 0),
                new EffectKey(alert, 1, -5),
                new EffectKey(alert, 1, 3),
                new EffectKey(alert, 1, 5),
                new EffectKey(alert, 1, Integer.MAX_VALUE),
                new EffectKey(alert, 9, 1),
                new EffectKey(alert, -1, 1),
                new EffectKey(
                        AlertId.of(
                                scene.signal(Scene.BAND, Scene.RESIDENT, 99, sos())
                                        .key(),
                                0),
                        1,
                        1))) {
            assertThat(unknown(scene.report(key, ACCEPTED)).reason())
                    .as("%s", key)
                    .isEqualTo(Outcome.Reason.UNKNOWN_EFFECT);
        }
        assertThat(scene.events(Event.EffectReported.class)).isEmpty();
    }

    @Test
    void reportAfterTheEndChangesNothing() {
        press(Plans.together(0, Action.CALL, 1, "a"));
        scene.claim(LI);
        EffectKey key = scene.effects("a").getFirst().key();
        scene.resolve(LI);
        int told = scene.told.size();

        assertThat(isDuplicate(scene.report(key, ACCEPTED))).isTrue();
        assertThat(scene.told).hasSize(told);
    }

    @Test
    void endOfTheAlertStopsEveryTry() {
        press(Plans.inTurn(0, Action.CALL, 1, "a", "b"), Plans.together(0, Action.MESSAGE, 0, "c"));
        scene.report("c", FAILED);
        scene.claim(LI);
        scene.resolve(LI);

        AlertView ended = scene.told.stream()
                .filter(t -> t.event() instanceof Event.Resolved)
                .findFirst()
                .orElseThrow()
                .after();
        assertThat(ended.steps())
                .flatExtracting(AlertView.Step::reaches)
                .extracting(Reach::state)
                .containsOnly(Reach.State.STOPPED);
    }

    @Test
    void restartLosesNoTry() {
        press(Plans.inTurn(0, Action.CALL, 1, "a", "b", "c"), Plans.together(0, Action.MESSAGE, 0, "d"));
        scene.report("a", FAILED);
        scene.report("d", FAILED);
        scene.restart();
        scene.pass(61);

        assertThat(scene.asked("a")).startsWith("0 VOICE", "0 SMS", "35 VOICE");
        assertThat(scene.asked("b")).containsExactly("0 VOICE", "60 SMS");
        assertThat(scene.asked("c")).containsExactly("60 VOICE");
        assertThat(scene.asked("d")).startsWith("0 SMS", "5 SMS");
    }

    @Test
    void exerciseThatBecomesRealAsksEverybodyAnewAndKnowsNoFormerReport() {
        scene.status = AlertStatus.EXERCISE;
        press(Plans.together(0, Action.CALL, 1, "a"));
        EffectKey played = scene.effects("a").getFirst().key();
        scene.report("a", ACCEPTED);
        scene.status = AlertStatus.ACTUAL;
        scene.hear(sos());

        assertThat(scene.asked("a")).containsExactly("0 VOICE", "0 VOICE");
        assertThat(unknown(scene.report(played, ACCEPTED)).reason()).isEqualTo(Outcome.Reason.UNKNOWN_EFFECT);
        assertThat(scene.effects("a").getLast().key().step()).isNotEqualTo(played.step());
    }

    @Test
    void callStepWithoutAnybodyHasNobodyLeftAtOnce() {
        press(
                new EscalationStep(60_000, Condition.UNCLAIMED, Action.CALL, 1, List.of(), List.of()),
                Plans.together(300, Action.CALL, 2, "b"));
        scene.pass(60);

        assertThat(scene.events(Event.NobodyLeft.class)).hasSize(1);
        assertThat(scene.asked("b")).containsExactly("60 VOICE");
    }
}
