package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Evidence;
import care.convoy.console.Operator;
import care.convoy.console.Provisioning;
import care.convoy.console.Role;
import care.convoy.console.TimelineEntry;
import care.convoy.console.Users;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.effect.DeviceWords;
import care.convoy.escalation.EscalationStep;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.monitoring.EvidenceSeal;
import care.convoy.vault.Vault;
import care.convoy.vitals.Explanation;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaseTimelineTest {
    private static final AlertId ALERT = new AlertId(new UUID(1, 2));
    private static final DeviceId BOX = new DeviceId("box-1");
    private static final OperatorId LI = new OperatorId("liming");
    private static final OperatorId ZHOU = new OperatorId("banzhang");
    private static final Operator LI_NAMED = new Operator("liming", "李明");
    private static final EscalationStep CALL = new EscalationStep(
            60_000,
            EscalationStep.Condition.UNCLAIMED,
            EscalationStep.Action.CALL,
            1,
            List.of("c1", "c2", "c3"),
            List.of(EscalationStep.ChannelKind.VOICE, EscalationStep.ChannelKind.SMS),
            EscalationStep.Order.IN_TURN);
    private static final Effect EFFECT =
            new Effect(new EffectKey(ALERT, 3, 2), EscalationStep.Action.CALL, "c1", EscalationStep.ChannelKind.VOICE);

    private final Names names = new Names(new OneUser());
    private final NoteSeal seal;
    private final DeviceWords words;
    private final OrderLines orders;
    private final Vault vault;
    private final RuleEvidence evidence;

    CaseTimelineTest(@TempDir Path folder) {
        vault = Vault.open(folder.resolve("key"), false);
        evidence = new RuleEvidence(new EvidenceSeal(vault));
        seal = new NoteSeal(vault);
        words = new DeviceWords(vault);
        orders = new OrderLines(words, names);
    }

    private record OneUser() implements Users {
        @Override
        public Optional<User> byLogin(String login) {
            return login.equals("liming")
                    ? Optional.of(new User(login, "李明", Role.OPERATOR, "", "", false, true))
                    : Optional.empty();
        }

        @Override
        public Optional<User> byToken(String sha256) {
            return Optional.empty();
        }

        @Override
        public void replacePassword(String login, String argon2id) {
            throw new IllegalStateException("nobody asked for it");
        }
    }

    static AlertView view(AlertState state, long heldUntil, List<AlertView.Step> steps, List<Event.OfAlert> told) {
        List<AlertView.TimelineEntry> timeline = new ArrayList<>();
        for (Event.OfAlert event : told) {
            timeline.add(new AlertView.TimelineEntry(1_000L * timeline.size(), event));
        }
        return new AlertView(
                ALERT,
                7,
                new ResidentId("R1"),
                BOX,
                AlertKind.SOS,
                Priority.P2,
                state,
                AlertStatus.ACTUAL,
                null,
                0,
                0,
                0,
                Command.NO_TIME,
                0,
                false,
                1,
                1,
                heldUntil,
                AlertState.CLAIMED,
                DeviceMessage.Movement.UNKNOWN,
                0,
                null,
                null,
                null,
                null,
                steps,
                timeline);
    }

    private List<TimelineEntry> lines(Event.OfAlert... told) {
        return new CaseTimeline(new CaseTimeline.Words(seal, evidence), orders, names)
                .lines(view(AlertState.QUEUED, 0, List.of(), List.of(told)));
    }

    @Test
    void whatARuleFoundIsOpenedForTheScreenAndOnlyForItsDevice() {
        Explanation why = new Explanation(
                "heartRate.high",
                3,
                List.of(new Explanation.Item("heartRate", 128, "bpm", 5_000, "")),
                List.of(new Explanation.Limit(
                        "heartRate", Explanation.Comparison.ABOVE, 120, "bpm", Explanation.Source.PERSONAL)));
        Sealed sealed = Sealed.copyOf(vault.seal(why.encode(), "evidence/box-1"));
        DeviceMessage.RuleFound found = new DeviceMessage.RuleFound(DeviceMessage.Matter.VITALS, 2, sealed);
        Evidence shown = new Evidence(
                "heartRate.high",
                3,
                List.of(new Evidence.Value("heartRate", 128, "bpm", Instant.ofEpochMilli(5_000), "")),
                List.of(new Evidence.Limit("heartRate", "ABOVE", 120, "bpm", "PERSONAL")));

        assertThat(lines(
                        new Event.Raised(ALERT, new SignalKey(BOX, 1, 1), found, null),
                        new Event.Joined(ALERT, new SignalKey(new DeviceId("other"), 1, 1), found, true),
                        new Event.Joined(
                                ALERT,
                                new SignalKey(BOX, 1, 2),
                                new DeviceMessage.RuleCleared(DeviceMessage.Matter.VITALS),
                                false)))
                .containsExactly(
                        new TimelineEntry.Raised(Instant.EPOCH, "vitals", List.of(), shown),
                        new TimelineEntry.Joined(Instant.ofEpochMilli(1_000), "vitals", true, false, null),
                        new TimelineEntry.Joined(Instant.ofEpochMilli(2_000), "vitals", false, true, null));
    }

    @Test
    void whatADeviceWasToldIsOneLineWithWhatBecameOfIt() {
        DeviceId device = new DeviceId("D1");
        Intent message = new Intent(7, device, ALERT, new Intent.Show(words.seal(device, "医生就到")), LI, 9, false);
        Intent accepted = new Intent(8, device, ALERT, new Intent.Accepted(Intent.By.CONTACT), null, 9, false);
        Instant start = Instant.EPOCH;

        assertThat(lines(
                        new Event.Intended(ALERT, message),
                        new Event.Intended(ALERT, accepted),
                        new Event.IntentMoved(ALERT, 7, device, Intent.Kind.MESSAGE, Intent.State.SENT),
                        new Event.IntentMoved(ALERT, 7, device, Intent.Kind.MESSAGE, Intent.State.REFUSED)))
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("at", "sentAt", "stateAt")
                .containsExactly(
                        new TimelineEntry.Ordered(
                                start, "MESSAGE", "D1", names.of(LI), "医生就到", "REFUSED", start, start),
                        new TimelineEntry.Ordered(start, "ACCEPTED", "D1", null, null, "PENDING", null, start));
    }

    @Test
    void newEventsAreToldWithTheNamesOfPeopleAndTheirWords() {
        Instant start = Instant.EPOCH;
        assertThat(lines(
                        new Event.TakenOver(ALERT, LI, ZHOU, 9),
                        new Event.Deferred(
                                ALERT, LI, 60_000, Command.DeferralReason.WAITING_FOR_DEVICE, seal.seal(ALERT, "饭后复测")),
                        new Event.Returned(ALERT),
                        new Event.HeldOnTest(ALERT, 60_000),
                        new Event.TestOver(ALERT, Event.TestOver.Why.SIGNAL),
                        new Event.Progressed(ALERT, null, AlertState.ON_SCENE),
                        new Event.Summoned(ALERT, LI, List.of(EscalationStep.Action.CALL))))
                .containsExactly(
                        new TimelineEntry.TakenOver(start, LI_NAMED, new Operator("banzhang", "banzhang")),
                        new TimelineEntry.Deferred(
                                start.plusSeconds(1), LI_NAMED, start.plusSeconds(60), "WAITING_FOR_DEVICE", "饭后复测"),
                        new TimelineEntry.Returned(start.plusSeconds(2)),
                        new TimelineEntry.HeldOnTest(start.plusSeconds(3), start.plusSeconds(60)),
                        new TimelineEntry.TestOver(start.plusSeconds(4), "SIGNAL"),
                        new TimelineEntry.Progressed(start.plusSeconds(5), null, AlertRow.State.ON_SCENE),
                        new TimelineEntry.Summoned(start.plusSeconds(6), LI_NAMED, List.of("CALL")));
    }

    @Test
    void whoWasReachedAndHowItEndedIsTold() {
        Instant start = Instant.EPOCH;
        TimelineEntry.Effect effect = new TimelineEntry.Effect(3, 2, "CALL", "c1", "VOICE");
        assertThat(lines(
                        new Event.EffectDue(ALERT, EFFECT),
                        new Event.EffectReported(ALERT, EFFECT, EffectReport.NO_ANSWER),
                        new Event.NobodyLeft(ALERT, 3),
                        new Event.Reminded(ALERT, 2),
                        new Event.FollowUpOpened(ALERT, 90_000),
                        new Event.FollowUpOverdue(ALERT),
                        new Event.Reopened(ALERT, LI, 9, null),
                        new Event.Closed(ALERT, null, null),
                        new Event.Reconciled(ALERT, LI, true, 3, null, false, null, 0),
                        new Event.LeaseRenewed(ALERT, LI, 9)))
                .containsExactly(
                        new TimelineEntry.EffectDue(start, effect),
                        new TimelineEntry.EffectReported(start.plusSeconds(1), effect, "NO_ANSWER"),
                        new TimelineEntry.NobodyLeft(start.plusSeconds(2), 3),
                        new TimelineEntry.Reminded(start.plusSeconds(3), 2),
                        new TimelineEntry.FollowUpOpened(start.plusSeconds(4), start.plusSeconds(90)),
                        new TimelineEntry.FollowUpOverdue(start.plusSeconds(5)),
                        new TimelineEntry.Reopened(start.plusSeconds(6), LI_NAMED, null),
                        new TimelineEntry.Closed(start.plusSeconds(7), null, null),
                        new TimelineEntry.Reconciled(start.plusSeconds(8), LI_NAMED, true, 3, false));
    }

    @Test
    void stepShowsHowFarEachContactWasReached() {
        AlertView.Step step = new AlertView.Step(
                3,
                CALL,
                60_000,
                61_000,
                false,
                1,
                List.of(
                        new Reach("c1", 1, 2, 3, Reach.State.WAITING, 90_000, 2, false),
                        new Reach("c2", 0, 1, 1, Reach.State.STARTED, 80_000, 3, false),
                        new Reach("c3", 0, 0, 0, Reach.State.WAITING, Long.MAX_VALUE, 3, false)));
        AlertDetail.Step shown = CaseTimeline.steps(view(AlertState.QUEUED, 0, List.of(step), List.of()))
                .getFirst();
        assertThat(shown.inTurn()).isTrue();
        assertThat(shown.reaches())
                .containsExactly(
                        new AlertDetail.Reach("c1", "SMS", 2, "WAITING", Instant.ofEpochSecond(90)),
                        new AlertDetail.Reach("c2", "VOICE", 1, "STARTED", Instant.ofEpochSecond(80)),
                        new AlertDetail.Reach("c3", null, 0, "WAITING", null));
    }

    @Test
    void rowSaysWhyItWaitsAndWhoElseMayHavePressed() {
        AlertRows rows = new AlertRows(
                new AlertRows.Sources(
                        resident -> null,
                        device -> null,
                        device -> List.of(new ResidentId("R1"), new ResidentId("R2")),
                        device -> RegisteredDevice.State.CLOSED,
                        alert -> true),
                names,
                Clock.systemUTC());
        Event.Deferred first = new Event.Deferred(ALERT, ZHOU, 1, Command.DeferralReason.OTHER, null);
        Event.Deferred last = new Event.Deferred(ALERT, LI, 60_000, Command.DeferralReason.VISIT_UNDER_WAY, null);
        AlertRow row = rows.row(view(AlertState.DEFERRED, 60_000, List.of(), List.of(first, last)));
        assertThat(row.held()).isEqualTo(new AlertRow.Held(Instant.ofEpochSecond(60), "VISIT_UNDER_WAY", LI_NAMED));
        assertThat(row.household()).extracting(AlertRow.Brief::id).containsExactly("R2");
        assertThat(row.deviceState()).isEqualTo(Provisioning.State.CLOSED);
        assertThat(row.concerns("R2")).isTrue();
        assertThat(row.durability()).isEqualTo(AlertRow.Durability.LOCAL);
        AlertRow tested = rows.row(view(AlertState.ON_TEST, 60_000, List.of(), List.of(last)));
        assertThat(tested.held()).isEqualTo(new AlertRow.Held(Instant.ofEpochSecond(60), null, null));
    }

    @Test
    void boardKeepsWhatEndedUntilItIsClosedOrOpenedAgain() {
        AlertBoard board = new AlertBoard();
        Event.Returned any = new Event.Returned(ALERT);
        board.committed(List.of(new CommittedEvent(1, 0, 0, any, view(AlertState.FOLLOW_UP, 9, List.of(), List.of()))));
        assertThat(board.find(ALERT)).isNull();
        assertThat(board.findEnded(ALERT)).isNotNull();
        assertThat(board.ended()).hasSize(1);
        board.committed(List.of(new CommittedEvent(2, 0, 0, any, view(AlertState.CLAIMED, 0, List.of(), List.of()))));
        assertThat(board.find(ALERT)).isNotNull();
        assertThat(board.findEnded(ALERT)).isNull();
        board.committed(List.of(new CommittedEvent(3, 0, 0, any, view(AlertState.RESOLVED, 0, List.of(), List.of()))));
        board.committed(List.of(new CommittedEvent(4, 0, 0, any, view(AlertState.CLOSED, 0, List.of(), List.of()))));
        assertThat(board.ended()).isEmpty();
        assertThat(board.open()).isEmpty();
    }
}
