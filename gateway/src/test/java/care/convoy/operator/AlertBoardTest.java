package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only this gateway knows lies over what the log has told, and goes away again. */
class AlertBoardTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final OperatorId LI = new OperatorId("li");

    private final AlertBoard board = new AlertBoard();
    private final List<String> told = new ArrayList<>();
    private final AlertCore log = new AlertCore(CoreLimits.standard());
    private final AlertCore here = new AlertCore(CoreLimits.standard());
    private long commands;

    @BeforeEach
    void watch() {
        board.watch(new AlertBoard.Watcher() {
            @Override
            public void changed(AlertView view) {
                told.add((view.state().isOpen() ? "shown " : "ended ") + view.version());
            }

            @Override
            public void gone(AlertId id, long version) {
                told.add("gone " + version);
            }
        });
        board.reset(1, List.of(), List.of(), List.of());
    }

    private static Command.Signal press(long sequence) {
        return new Command.Signal(
                new SignalKey(new DeviceId("band-1"), 1, sequence),
                NOW,
                Command.NO_TIME,
                null,
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                new EscalationPlan("none", List.of(), List.of(), List.of()),
                List.of());
    }

    private CommandId id() {
        commands++;
        return new CommandId(LI, new UUID(0, commands));
    }

    private static List<CommittedEvent> applied(AlertCore core, Command command) {
        List<CommittedEvent> events = new ArrayList<>();
        core.apply(NOW, command, (event, after) -> events.add(new CommittedEvent(1, events.size(), NOW, event, after)));
        return events;
    }

    private void inLog(Command command) {
        board.committed(applied(log, command));
    }

    private void here(Command command) {
        List<CommittedEvent> events = applied(here, command);
        board.provisional(here.open(), events);
    }

    private void takenOver() {
        board.provisional(List.of(), List.of());
    }

    private static AlertView only(Collection<AlertView> views) {
        assertThat(views).hasSize(1);
        return views.iterator().next();
    }

    @Test
    void pressThatOnlyThisGatewayKnowsIsShownAndMarked() {
        here(press(1));

        AlertView shown = only(board.open());
        assertThat(board.isLocal(shown.id())).isTrue();
        assertThat(board.find(shown.id())).isEqualTo(shown);
        assertThat(told).last().isEqualTo("shown " + shown.version());
    }

    @Test
    void whatTheLogTakesOverIsMarkedNoLonger() {
        here(press(1));
        inLog(press(1));
        AlertView before = only(board.open());
        takenOver();

        AlertView after = only(board.open());
        assertThat(board.isLocal(after.id())).isFalse();
        assertThat(after.version()).isGreaterThan(before.version());
    }

    @Test
    void versionsThatAreShownNeverFallAndComeBackAsTheLogsOwn() {
        here(press(1));
        AlertId alert = only(board.open()).id();
        here(new Command.Claim(id(), alert, 99));
        here(press(2));
        here(press(3));
        long seen = only(board.open()).version();
        inLog(press(1));
        told.clear();

        takenOver();

        AlertView shown = only(board.open());
        long inLog = Objects.requireNonNull(log.find(alert)).version();
        assertThat(inLog).isLessThan(seen);
        assertThat(shown.version()).isEqualTo(seen + 1);
        assertThat(board.inLog(alert, shown.version())).isEqualTo(inLog);
        assertThat(board.shown(alert, inLog)).isEqualTo(shown.version());
        assertThat(board.inLog(alert, seen)).as("of this gateway alone").isEqualTo(-seen);
        assertThat(told).containsExactly("shown " + (seen + 1));
        inLog(press(4));
        assertThat(only(board.open()).version()).isGreaterThan(seen + 1);
    }

    @Test
    void versionsOfEachTimeAreKnownAsTheirOwn() {
        inLog(press(1));
        AlertId alert = only(board.open()).id();
        long first = only(board.open()).version();
        applied(here, press(1));
        here(press(2));
        long alone = only(board.open()).version();
        assertThat(board.inLog(alert, first)).isEqualTo(first);
        assertThat(board.inLog(alert, alone)).isEqualTo(-alone);
        here(press(3));
        inLog(press(2));
        takenOver();
        AlertView again = only(board.open());
        long ofLog = Objects.requireNonNull(log.find(alert)).version();
        assertThat(board.inLog(alert, alone)).isEqualTo(-alone);
        assertThat(board.inLog(alert, again.version())).isEqualTo(ofLog);

        here(press(4));
        assertThat(board.inLog(alert, again.version())).isEqualTo(ofLog);
        assertThat(board.inLog(alert, only(board.open()).version())).isNegative();
        assertThat(board.inLog(alert, first)).as("too long ago").isZero();
    }

    @Test
    void alertThatEndedHereIsGoneAtOnce() {
        inLog(press(1));
        AlertId alert = only(board.open()).id();
        applied(here, press(1));
        here(new Command.Claim(id(), alert, 99));
        here(new Command.Resolve(
                id(),
                alert,
                99,
                new Disposition(
                        Disposition.Cause.ASSISTANCE,
                        Disposition.Outcome.CONTACT_ATTENDED,
                        false,
                        Disposition.Verification.VOICE,
                        null),
                null));

        assertThat(board.open()).isEmpty();
        assertThat(board.find(alert)).isNull();
        assertThat(board.findEnded(alert)).isNotNull();
        assertThat(told).last().asString().startsWith("ended");

        takenOver();
        assertThat(only(board.open()).id()).as("until the log says so too").isEqualTo(alert);
    }

    @Test
    void alertThatTheLogNamesOtherwiseGoesUnderItsOldName() {
        here(press(1));
        inLog(press(7));
        takenOver();

        assertThat(only(board.open()).id()).isEqualTo(AlertId.of(press(7).key(), NOW, 0));
        assertThat(told).last().asString().startsWith("gone");
    }

    @Test
    void alertsThatDidNotChangeHereAreNotMarked() {
        inLog(press(1));
        applied(here, press(1));

        board.provisional(here.open(), List.of());

        assertThat(board.isLocal(only(board.open()).id())).isFalse();
    }

    @Test
    void testsThatBeganBeforeARestartAreListedAndThoseOfAnEmergencyLieOverThem() {
        inLog(new Command.BeginTest(id(), new DeviceId("band-1"), 60_000));
        inLog(new Command.BeginTest(id(), new DeviceId("band-2"), 60_000));
        AlertBoard restarted = new AlertBoard();
        restarted.reset(1, log.open(), log.tasks(), log.tests());
        assertThat(restarted.tests()).containsExactlyInAnyOrderElementsOf(log.tests());

        applied(here, new Command.BeginTest(id(), new DeviceId("band-1"), 60_000));
        restarted.provisional(here.open(), applied(here, new Command.EndTest(id(), new DeviceId("band-1"))));
        restarted.provisional(here.open(), applied(here, new Command.BeginTest(id(), new DeviceId("band-3"), 60_000)));
        assertThat(restarted.tests())
                .extracting(test -> test.device().value())
                .containsExactlyInAnyOrder("band-2", "band-3");

        restarted.provisional(List.of(), List.of());
        assertThat(restarted.tests()).containsExactlyInAnyOrderElementsOf(log.tests());
    }
}
