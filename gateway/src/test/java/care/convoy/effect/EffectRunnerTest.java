package care.convoy.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.alertlog.AlertLog.Unavailable;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EffectRunnerTest {
    private static final Case PRESS = Case.of(1, Priority.P1);
    private static final Case FALL = Case.of(2, Priority.P2);
    private static final long WAIT_SECONDS = 20;

    private final HandReports log = new HandReports().leading(true);
    private final HandChannel voice = new HandChannel(ChannelKind.VOICE, false);
    private final HandChannel played = new HandChannel(ChannelKind.VOICE, true);
    private final EffectRunner runner = runner(log, 100);

    private EffectRunner runner(HandReports to, int waiting, HandChannel... others) {
        Channels channels = new Channels(others.length == 0 ? List.of(voice, played) : List.of(others));
        EffectRunner one = new EffectRunner(channels, new EffectRunner.Bounds(waiting, 1_000, 2));
        one.use(to);
        one.look();
        return one;
    }

    @Test
    void executesWhatTheCoreDecidedAndBringsBackEveryReport() {
        runner.committed(PRESS.due(1));
        runner.workAll();

        assertThat(voice.words()).containsExactly("CALL c1 3/1");
        voice.sent.getFirst().report().accept(EffectReport.DELIVERED);
        voice.sent.getFirst().report().accept(EffectReport.ACCEPTED);
        assertThat(log.submitted).containsExactly("3/1 DELIVERED", "3/1 ACCEPTED");
        assertThat(runner.reportsWaiting()).isZero();
        assertThat(runner.counters().executed()).isOne();
    }

    @Test
    void nodeThatDoesNotLeadExecutesNothing() {
        log.leading(false);
        runner.look();
        runner.committed(PRESS.due(1));
        runner.workAll();

        assertThat(voice.sent).isEmpty();
    }

    @Test
    void nodeThatBeginsToLeadExecutesWithTheSameKeyWhatWasNotReported() {
        log.leading(false);
        runner.look();
        runner.committed(PRESS.due(4));
        log.leading(true);
        runner.look();
        runner.workAll();

        assertThat(voice.words()).containsExactly("CALL c1 3/4");
        assertThat(runner.counters().takenOver()).isOne();
    }

    @Test
    void startAfterACrashBetweenEffectAndReportRepeatsItWithTheSameKey() {
        runner.committed(PRESS.due(2));
        runner.workAll();

        EffectRunner restarted = new EffectRunner(new Channels(List.of(voice)));
        restarted.reset(7, List.of(PRESS.view(Reach.State.STARTED, 2)), List.of(), List.of());
        restarted.use(log);
        restarted.look();
        restarted.workAll();

        assertThat(voice.sent).extracting(HandChannel.Sent::effect).containsExactly(PRESS.effect(2), PRESS.effect(2));
    }

    @Test
    void whatIsReportedOrStillToComeIsNotRepeated() {
        for (Reach.State state : Reach.State.values()) {
            if (state != Reach.State.STARTED && state != Reach.State.QUEUED) {
                runner.reset(7, List.of(PRESS.view(state, 1)), List.of(), List.of());
                runner.look();
            }
        }
        runner.workAll();
        assertThat(voice.sent).isEmpty();
    }

    @Test
    void whatWaitedForALineIsTakenUpByWhoLeadsNow() {
        runner.reset(7, List.of(PRESS.view(Reach.State.QUEUED, 1)), List.of(), List.of());
        runner.look();
        runner.workAll();
        assertThat(voice.sent).hasSize(1);
    }

    @Test
    void whatALogBeganWhenItCameBackIsNotTakenUpIfSomebodyAttendsByThen() {
        log.leading(false);
        runner.look();
        runner.committed(PRESS.due(4));
        runner.committed(PRESS.attended(4));
        log.leading(true);
        runner.look();
        runner.workAll();

        assertThat(voice.sent).isEmpty();
    }

    @Test
    void leaderThatWasAwayForAMomentCallsNobodyTwice() {
        runner.committed(PRESS.due(1));
        runner.workAll();
        log.leading(false);
        runner.look();
        log.leading(true);
        runner.look();
        runner.workAll();

        assertThat(voice.words()).containsExactly("CALL c1 3/1");
    }

    @Test
    void effectThatWaitedWhileTheLeadWasLostIsLeftToTheNewLeaderAndTakenUpWhenItComesBack() {
        runner.committed(PRESS.due(1));
        log.leading(false);
        runner.look();
        runner.workAll();
        assertThat(voice.sent).isEmpty();
        assertThat(runner.counters().overtaken()).isOne();

        log.leading(true);
        runner.look();
        runner.workAll();
        assertThat(voice.words()).containsExactly("CALL c1 3/1");
    }

    @Test
    void alertThatHasEndedIsNotTakenOver() {
        log.leading(false);
        runner.look();
        runner.committed(PRESS.due(1));
        runner.committed(PRESS.ended().changed());
        log.leading(true);
        runner.look();
        runner.workAll();

        assertThat(voice.sent).isEmpty();
    }

    @Test
    void withoutAChannelTheCoreIsToldAtOnceSoThatItGoesOn() {
        EffectRunner mute = runner(log, 100, new HandChannel(ChannelKind.SMS, false));
        mute.committed(PRESS.due(1));
        mute.workAll();

        assertThat(log.submitted).containsExactly("3/1 UNREACHABLE");
        assertThat(mute.counters().noChannel()).isOne();
    }

    @Test
    void channelThatThrowsHasFailed() {
        EffectRunner broken = new EffectRunner(new Channels(List.of(new Breaking())));
        broken.use(log);
        broken.look();
        broken.committed(PRESS.due(1));
        broken.workAll();

        assertThat(log.submitted).containsExactly("3/1 FAILED");
    }

    @Test
    void reportThatTheLogDidNotTakeIsSubmittedUntilItIsAnswered() {
        log.waiting();
        runner.committed(PRESS.due(1));
        runner.workAll();
        voice.sent.getFirst().report().accept(EffectReport.ACCEPTED);
        log.failNext(new Unavailable("no quorum"));
        runner.look();
        log.failNext(new Unavailable("no quorum"));
        assertThat(runner.reportsWaiting()).isOne();
        runner.look();
        log.answerNext();
        runner.look();

        assertThat(log.submitted).containsExactly("3/1 ACCEPTED", "3/1 ACCEPTED", "3/1 ACCEPTED");
        assertThat(runner.reportsWaiting()).isZero();
        assertThat(runner.counters().resubmitted()).isEqualTo(2);
    }

    @Test
    void ofSeveralReportsThatWaitTheLatestIsSubmitted() {
        log.waiting();
        runner.committed(PRESS.due(1));
        runner.workAll();
        voice.sent.getFirst().report().accept(EffectReport.FAILED);
        voice.sent.getFirst().report().accept(EffectReport.DELIVERED);
        voice.sent.getFirst().report().accept(EffectReport.ACCEPTED);
        assertThat(log.submitted).containsExactly("3/1 FAILED");
        log.answerNext();
        log.answerNext();

        assertThat(log.submitted).containsExactly("3/1 FAILED", "3/1 ACCEPTED");
        assertThat(runner.reportsWaiting()).isZero();
    }

    @Test
    void reportsOfLesserAlertsAreBoundedAndThoseOfAPressAreNot() {
        log.waiting();
        for (int number = 10; number < 20; number++) {
            runner.committed(Case.of(number, Priority.P2).due(1));
            runner.committed(Case.of(number + 10, Priority.P1).due(1));
        }
        runner.workAll();
        voice.sent.forEach(each -> each.report().accept(EffectReport.NO_ANSWER));

        assertThat(runner.reportsWaiting()).isEqualTo(2 + 10);
        assertThat(runner.counters().dropped()).isEqualTo(8);
    }

    @Test
    void reportThatTheCoreRefusesIsAnswered() {
        log.refuseAll();
        runner.committed(PRESS.due(1));
        runner.workAll();
        voice.sent.getFirst().report().accept(EffectReport.ACCEPTED);

        assertThat(runner.reportsWaiting()).isZero();
        assertThat(runner.counters().refused()).isOne();
    }

    @Test
    void reportThatTheLogCannotTakeAtAllIsGivenUp() {
        log.waiting();
        runner.committed(PRESS.due(1));
        runner.workAll();
        voice.sent.getFirst().report().accept(EffectReport.ACCEPTED);
        log.failNext(new IllegalArgumentException("no such command"));
        runner.look();

        assertThat(log.submitted).hasSize(1);
        assertThat(runner.counters().dropped()).isOne();
    }

    @Test
    void pressGoesFirst() {
        runner.committed(FALL.due(1));
        runner.committed(Case.of(3, Priority.P3).due(1));
        runner.committed(PRESS.due(1));
        runner.workAll();

        assertThat(voice.words()).containsExactly("CALL c1 3/1", "CALL c2 3/1", "CALL c3 3/1");
    }

    @Test
    void channelThatHangsOnALesserAlertHoldsUpNoPress() throws InterruptedException {
        CountDownLatch hanging = new CountDownLatch(1);
        LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
        try (EffectRunner own = new EffectRunner(new Channels(List.of(new Hanging(hanging, sent))))) {
            own.start(log);
            own.reset(
                    7,
                    List.of(FALL.view(Reach.State.STARTED, 1), PRESS.view(Reach.State.STARTED, 1)),
                    List.of(),
                    List.of());
            assertThat(sent.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("c1");
            hanging.countDown();
            assertThat(sent.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo("c2");
        }
    }

    @Test
    void whatFindsNoRoomIsTakenUpLaterAndNothingIsDropped() {
        EffectRunner narrow = runner(log, 2);
        for (int number = 1; number <= 7; number++) {
            narrow.committed(
                    Case.of(number, number % 2 == 0 ? Priority.P2 : Priority.P1).due(1));
        }
        assertThat(narrow.depth()).isEqualTo(4);
        for (int round = 0; round < 3; round++) {
            narrow.workAll();
            narrow.look();
        }

        assertThat(voice.words())
                .containsExactlyInAnyOrder(
                        "CALL c1 3/1",
                        "CALL c2 3/1",
                        "CALL c3 3/1",
                        "CALL c4 3/1",
                        "CALL c5 3/1",
                        "CALL c6 3/1",
                        "CALL c7 3/1");
        assertThat(narrow.counters().postponed()).isPositive();
    }

    @Test
    void exerciseIsPlayedAndCallsNobody() {
        runner.committed(PRESS.with(AlertStatus.EXERCISE).due(1));
        runner.committed(FALL.with(AlertStatus.TEST).due(1));
        runner.workAll();

        assertThat(voice.sent).isEmpty();
        assertThat(played.words()).containsExactly("CALL c1 3/1", "CALL c2 3/1");
    }

    @Test
    void realAlertIsNeverOnlyPlayed() {
        EffectRunner demo = runner(log, 100, played);
        demo.committed(PRESS.due(1));
        demo.workAll();

        assertThat(played.sent).isEmpty();
        assertThat(log.submitted).containsExactly("3/1 UNREACHABLE");
    }

    @Test
    void whoWasPlayedToComeDoesNotComeWhenTheAlertHasBecomeReal() {
        runner.committed(PRESS.with(AlertStatus.EXERCISE).due(1));
        runner.workAll();
        runner.committed(PRESS.changed());
        played.sent.getFirst().report().accept(EffectReport.ACCEPTED);

        assertThat(log.submitted).containsExactly("3/1 FAILED");
    }

    @Test
    void emergencyIsExecutedWhoeverLeads() {
        log.leading(false);
        runner.look();
        runner.provisional(List.of(PRESS.view(Reach.State.STARTED, 1)), PRESS.due(1));
        runner.workAll();

        assertThat(voice.words()).containsExactly("CALL c1 3/1");
    }

    @Test
    void emergencyOfAFormerProcessIsTakenUp() {
        log.leading(false);
        runner.look();
        runner.provisional(List.of(PRESS.view(Reach.State.STARTED, 1)), List.of());
        runner.look();
        runner.workAll();
        assertThat(voice.words()).containsExactly("CALL c1 3/1");
    }

    @Test
    void logThatDecidesWhatTheEmergencyHasDoneHearsItsReportAndNobodyIsCalledAgain() {
        runner.provisional(List.of(PRESS.view(Reach.State.STARTED, 1)), PRESS.due(1));
        runner.workAll();
        voice.sent.getFirst().report().accept(EffectReport.ACCEPTED);
        runner.provisional(List.of(), List.of());
        runner.committed(PRESS.due(1));
        runner.workAll();

        assertThat(voice.sent).hasSize(1);
        assertThat(log.submitted).containsExactly("3/1 ACCEPTED", "3/1 ACCEPTED");
    }

    @Test
    void sameKeyForAnotherPersonIsAnotherEffect() {
        Case other = new Case(PRESS.id(), PRESS.priority(), PRESS.status(), PRESS.state(), "neighbour");
        runner.provisional(List.of(PRESS.view(Reach.State.STARTED, 1)), PRESS.due(1));
        runner.committed(other.due(1));
        runner.workAll();

        assertThat(voice.words()).containsExactly("CALL c1 3/1", "CALL neighbour 3/1");
    }

    @Test
    void floodIsExecutedOnceEachHoweverLittleIsRemembered() {
        HandChannel silent = new HandChannel(ChannelKind.VOICE, false);
        EffectRunner small = new EffectRunner(new Channels(List.of(silent)), new EffectRunner.Bounds(3, 8, 100));
        small.use(log);
        List<Case> flood =
                IntStream.range(0, 40).mapToObj(n -> Case.of(n, Priority.P2)).toList();
        flood.forEach(each -> small.committed(each.due(1)));
        for (int round = 0; round < 60; round++) {
            small.look();
            small.workAll();
            // of one alert the core hears enough; all others stay under way
            if (round < silent.sent.size()) {
                small.committed(flood.get(indexOf(flood, silent.sent.get(round)))
                        .ended()
                        .changed());
            }
        }

        assertThat(silent.words()).hasSize(40).doesNotHaveDuplicates();
    }

    private static int indexOf(List<Case> flood, HandChannel.Sent sent) {
        return flood.stream().map(Case::id).toList().indexOf(sent.alert().id());
    }

    @Test
    void twoChannelsOfOneKindAreRefused() {
        assertThatThrownBy(() -> new Channels(List.of(voice, new HandChannel(ChannelKind.VOICE, false))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("VOICE");
    }
}
