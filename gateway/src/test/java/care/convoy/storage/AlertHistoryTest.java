package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Disposition;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertHistoryTest {
    private static final long LOG = 7;
    private static final AlertId ALERT = new AlertId(new UUID(1, 2));
    private static final OperatorId LI = new OperatorId("li");
    private static final SignalKey KEY = new SignalKey(new DeviceId("d1"), -1_790_000_000_123L, 4_294_967_295L);
    private static final Position POSITION =
            new Position(39.912345, -116.4, Position.UNKNOWN_ACCURACY, Position.Source.WIFI, false, 1_790_000_000_001L);
    private static final Disposition CO_SIGNED = new Disposition(
            Disposition.Cause.ACCIDENTAL_PRESS,
            Disposition.Outcome.ADVISED_BY_PHONE,
            true,
            Disposition.Verification.COSIGN,
            new OperatorId("wang"));
    private static final Disposition PLAIN = new Disposition(
            Disposition.Cause.UNKNOWN,
            Disposition.Outcome.WEARER_CANCELLED,
            false,
            Disposition.Verification.NONE,
            null);

    private static final Effect EFFECT =
            new Effect(new EffectKey(ALERT, 3, 2), EscalationStep.Action.CALL, "key", EscalationStep.ChannelKind.VOICE);

    private static final List<Event.OfAlert> EVENTS = List.of(
            new Event.Raised(ALERT, KEY, new DeviceMessage.SosPressed(2, POSITION), null),
            new Event.Raised(ALERT, KEY, new DeviceMessage.SosPressed(1, null), new AlertId(new UUID(3, 4))),
            new Event.Joined(
                    ALERT, KEY, new DeviceMessage.FallDetected(DeviceMessage.Movement.STILL, 80, POSITION), true),
            new Event.Joined(ALERT, KEY, new DeviceMessage.WearerCancelled(9), false),
            new Event.Joined(ALERT, KEY, new DeviceMessage.TestPressed(), false),
            new Event.Joined(ALERT, KEY, new DeviceMessage.BandRemoved(), false),
            new Event.Joined(ALERT, KEY, new DeviceMessage.BandWorn(), false),
            new Event.Joined(ALERT, KEY, new DeviceMessage.BatteryLow(DeviceMessage.ABSENT), false),
            new Event.Joined(
                    ALERT,
                    KEY,
                    new DeviceMessage.AlarmRaised(DeviceMessage.AlarmRaised.Reason.LEFT_FENCE, POSITION),
                    true),
            new Event.Joined(
                    ALERT,
                    KEY,
                    new DeviceMessage.AlarmRaised(DeviceMessage.AlarmRaised.Reason.UNSPECIFIED, null),
                    true),
            new Event.Unreadable(ALERT, KEY, List.of("presses", "location")),
            new Event.PriorityRaised(ALERT, Priority.P3, Priority.P1),
            new Event.Queued(ALERT),
            new Event.CancelledByWearer(ALERT, true),
            new Event.Claimed(ALERT, LI, 1_790_000_120_000L),
            new Event.Abandoned(ALERT, LI, Event.Abandoned.Why.RELEASED),
            new Event.StepDue(ALERT, 3, 2),
            new Event.Reminded(ALERT, 4),
            new Event.NoteAdded(ALERT, LI, Sealed.copyOf(new byte[] {0, 1, -1})),
            new Event.Resolved(ALERT, LI, CO_SIGNED, Sealed.copyOf(new byte[] {5})),
            new Event.Resolved(ALERT, null, PLAIN, null),
            new Event.TakenOver(ALERT, new OperatorId("wang"), LI, 1_790_000_120_000L),
            new Event.Deferred(
                    ALERT, LI, 1_790_000_900_000L, Command.DeferralReason.CALL_BACK_AGREED, Sealed.copyOf(new byte[] {6
                    })),
            new Event.Deferred(ALERT, LI, 1_790_000_900_000L, Command.DeferralReason.OTHER, null),
            new Event.Returned(ALERT),
            new Event.HeldOnTest(ALERT, 1_790_000_900_000L),
            new Event.TestOver(ALERT, Event.TestOver.Why.EXPIRED),
            new Event.Progressed(ALERT, LI, AlertState.DISPATCHED),
            new Event.Progressed(ALERT, null, AlertState.RESPONDING),
            new Event.Summoned(ALERT, LI, List.of(EscalationStep.Action.REQUEST_AMBULANCE, EscalationStep.Action.CALL)),
            new Event.EffectDue(ALERT, EFFECT),
            new Event.EffectReported(ALERT, EFFECT, EffectReport.NO_ANSWER),
            new Event.NobodyLeft(ALERT, 3),
            new Event.FollowUpOpened(ALERT, 1_790_086_400_000L),
            new Event.FollowUpOverdue(ALERT),
            new Event.Reopened(ALERT, LI, 1_790_000_120_000L, null),
            new Event.Reopened(ALERT, LI, 1_790_000_120_000L, Sealed.copyOf(new byte[] {7})),
            new Event.Closed(ALERT, null, null),
            new Event.Closed(ALERT, LI, Sealed.copyOf(new byte[] {8})),
            new Event.Reconciled(ALERT, null, false, 2, null, false, LI, 5_000),
            new Event.Reconciled(ALERT, LI, true, 0, CO_SIGNED, true, null, 0),
            intended(new Intent.Accepted(Intent.By.AMBULANCE), null),
            intended(new Intent.Resolved(), null),
            intended(new Intent.Locate(), LI),
            intended(new Intent.Measure(), LI),
            intended(new Intent.Ring(), LI),
            intended(new Intent.Show(Sealed.copyOf(new byte[] {9})), LI),
            intended(new Intent.Configure(60, Intent.Configure.UNCHANGED, 0), LI),
            intended(new Intent.SosNumbers(Sealed.copyOf(new byte[] {10})), LI),
            intended(new Intent.FallAlarm(true), LI),
            intended(new Intent.CallBack(), LI),
            new Event.IntentMoved(ALERT, 1_790_000_000L, KEY.device(), Intent.Kind.MESSAGE, Intent.State.EXPIRED),
            new Event.CardSent(ALERT, LI, Sealed.copyOf(new byte[] {7, 8})),
            new Event.SceneReported(ALERT, "", Command.Scene.CANCELLED, Sealed.copyOf(new byte[] {9})),
            new Event.SceneReported(ALERT, "c-1", Command.Scene.ARRIVED, null));

    private static Event.Intended intended(Intent.What what, OperatorId by) {
        return new Event.Intended(
                ALERT, new Intent(Intent.MOST_IDS, KEY.device(), ALERT, what, by, 1_790_000_300_000L, false));
    }

    @TempDir
    private Path directory;

    @Test
    void readsBackEveryEventOfATimeLine() {
        for (Event.OfAlert event : EVENTS) {
            assertThat(EventRow.of(event).ofAlert(ALERT)).isEqualTo(event);
        }
        // a renewed lease is the one that no time line holds
        Set<Class<?>> covered = Set.copyOf(EVENTS.stream().map(Object::getClass).toList());
        assertThat(Arrays.stream(Event.OfAlert.class.getPermittedSubclasses()).filter(kind -> !covered.contains(kind)))
                .containsExactly(Event.LeaseRenewed.class);
    }

    @Test
    void namesInTheHistoryStayAsTheyAre() {
        assertThat(EVENTS.stream().map(event -> EventRow.of(event).kind()).distinct())
                .containsExactly(
                        "raised",
                        "joined",
                        "unreadable",
                        "priorityRaised",
                        "queued",
                        "cancelledByWearer",
                        "claimed",
                        "abandoned",
                        "stepDue",
                        "reminded",
                        "noteAdded",
                        "resolved",
                        "takenOver",
                        "deferred",
                        "returned",
                        "heldOnTest",
                        "testOver",
                        "progressed",
                        "summoned",
                        "effectDue",
                        "effectReported",
                        "nobodyLeft",
                        "followUpOpened",
                        "followUpOverdue",
                        "reopened",
                        "closed",
                        "reconciled",
                        "intended",
                        "intentMoved",
                        "cardSent",
                        "sceneReported");
        assertThat(EventRow.of(EVENTS.getFirst()).detail())
                .isEqualTo("{\"key\":{\"device\":\"d1\",\"epoch\":-1790000000123,\"sequence\":4294967295},"
                        + "\"message\":{\"type\":\"sos\",\"presses\":2,\"position\":{\"lat\":39.912345,\"lon\":-116.4,"
                        + "\"accuracy\":-1.0,\"source\":\"WIFI\",\"valid\":false,\"at\":1790000000001}}}");
    }

    @Test
    void readsBackStepsWithHowFarEachContactWasReached() {
        EscalationStep call = new EscalationStep(
                30_000,
                EscalationStep.Condition.UNCLAIMED_GRAVE,
                EscalationStep.Action.CALL,
                2,
                List.of("key", "post"),
                List.of(EscalationStep.ChannelKind.VOICE, EscalationStep.ChannelKind.SMS),
                EscalationStep.Order.IN_TURN);
        List<AlertView.Step> steps = List.of(new AlertView.Step(
                4,
                call,
                1_790_000_000_000L,
                1_790_000_000_001L,
                false,
                2,
                List.of(
                        new Reach("key", 1, 3, 7, Reach.State.DECLINED, 1_790_000_000_002L, 2, true),
                        new Reach("post", 0, 0, 0, Reach.State.WAITING, Long.MAX_VALUE, 3, false))));

        assertThat(StepJson.read(StepJson.write(steps))).isEqualTo(steps);
    }

    @Test
    void readsStepsThatWereWrittenBeforeContactsWereCalled() {
        assertThat(
                        StepJson.read(
                                "[{\"index\":1,\"after\":5,\"condition\":\"ALWAYS\",\"action\":\"CALL\",\"ring\":1,"
                                        + "\"due\":6,\"done\":0,\"skipped\":true,\"attempts\":0,\"contacts\":[\"k\"],\"channels\":[]}]"))
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.reaches()).isEmpty();
                    assertThat(step.step().order()).isEqualTo(EscalationStep.Order.PARALLEL);
                });
    }

    @Test
    void pagesThroughAlertsByStateAndScope() {
        try (Database database = TestPostgres.database();
                Story story = new Story(directory.resolve("journal"), LOG)) {
            new Provisions(database, directory).people(10);
            for (int n = 0; n < 25; n++) {
                story.pass(n % 2);
                story.press(n);
            }
            List<AlertId> ended = List.of(story.alert(3).id(), story.alert(4).id());
            story.claim(3);
            story.resolve(3);
            story.claim(4);
            story.resolve(4);
            project(database, story);
            AlertHistory history = new AlertHistory(database);

            assertThat(pages(history, Set.of(), "")).hasSize(25).doesNotHaveDuplicates();
            assertThat(pages(history, Set.of(AlertState.RESOLVED, AlertState.FOLLOW_UP, AlertState.CLOSED), ""))
                    .containsExactlyInAnyOrderElementsOf(ended);
            assertThat(pages(history, EnumSet.range(AlertState.RECEIVED, AlertState.HANDED_OVER), ""))
                    .hasSize(23)
                    .doesNotContainAnyElementsOf(ended);
            assertThat(history.page(new AlertHistory.Query(Set.of(), "110101001003", null, 100)))
                    .extracting(alert -> String.valueOf(alert.resident()))
                    .containsExactly("R3");
            assertThat(history.ofResident(new ResidentId("R3"), 10)).hasSize(1);
            assertThat(history.countOf(new ResidentId("R3"), Story.START_MILLIS))
                    .isEqualTo(1);
            assertThat(history.countOf(new ResidentId("R3"), Story.START_MILLIS + 3_600_000))
                    .isZero();
            assertThat(history.find(ALERT)).isEmpty();
        }
    }

    /** Every id, three at a time, checked to be newest first. */
    private static List<AlertId> pages(AlertHistory history, Set<AlertState> states, String scope) {
        List<AlertView> all = new ArrayList<>();
        AlertHistory.Place place = null;
        while (true) {
            List<AlertView> page = history.page(new AlertHistory.Query(states, scope, place, 3));
            if (page.isEmpty()) {
                break;
            }
            all.addAll(page);
            place = new AlertHistory.Place(
                    page.getLast().receivedAtMillis(), page.getLast().id());
        }
        assertThat(all).isSortedAccordingTo((a, b) -> Long.compare(b.receivedAtMillis(), a.receivedAtMillis()));
        return all.stream().map(AlertView::id).toList();
    }

    private static void project(Database database, Story story) {
        StorageCounters counters = new StorageCounters();
        try (Projector projector = new Projector(story.journal, database, counters)) {
            projector.start();
            Eventually.within(Duration.ofSeconds(60)).isTrue(() -> counters.eventsProjected() == story.told.size());
            assertThat(projector.stoppedBecause()).isEmpty();
        }
    }
}
