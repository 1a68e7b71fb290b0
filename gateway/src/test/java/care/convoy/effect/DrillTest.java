package care.convoy.effect;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A card of a drill goes the whole way, from the core's decision on, and no ambulance hears of it. */
class DrillTest {
    private static final OperatorId LI = new OperatorId("li");
    private static final long NOW = 1_790_000_000_000L;

    private final HandReports log = new HandReports().leading(true);
    private final HandChannel desk = new HandChannel(ChannelKind.DISPATCH, false);
    private final HandChannel phone = new HandChannel(ChannelKind.VOICE, false);
    private final HandChannel playedDesk = new HandChannel(ChannelKind.DISPATCH, true);
    private final AlertCore core = new AlertCore(CoreLimits.standard());
    private final List<Event> told = new ArrayList<>();
    private int commands;

    private EffectRunner runner(HandChannel... channels) {
        EffectRunner runner = new EffectRunner(new Channels(List.of(channels)));
        runner.use(log);
        runner.look();
        return runner;
    }

    private void apply(Command command, EffectRunner runner) {
        List<CommittedEvent> events = new ArrayList<>();
        core.apply(NOW, command, (event, after) -> {
            events.add(new CommittedEvent(1, events.size(), NOW, event, after));
            told.add(event);
        });
        runner.committed(events);
    }

    private CommandId id() {
        return new CommandId(LI, new UUID(1, ++commands));
    }

    /** Somebody presses, and the operator who attends sends a card. */
    private void sendCard(AlertStatus status, EffectRunner runner) {
        EscalationPlan none = new EscalationPlan("none", List.of(), List.of(), List.of());
        apply(
                new Command.Signal(
                        new SignalKey(new DeviceId("band"), 1, 1),
                        NOW,
                        Command.NO_TIME,
                        new ResidentId("r1"),
                        new DeviceMessage.SosPressed(1, null),
                        status,
                        none,
                        List.of()),
                runner);
        AlertId alert = core.open().iterator().next().id();
        apply(new Command.Claim(id(), alert, 1), runner);
        apply(new Command.SendCard(id(), alert, Sealed.copyOf(new byte[] {1})), runner);
        runner.workAll();
        assertThat(told).hasAtLeastOneElementOfType(Event.CardSent.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertStatus.class,
            names = {"EXERCISE", "TEST"})
    void theCardOfADrillIsPlayedAndDispatchesNobody(AlertStatus status) {
        sendCard(status, runner(desk, phone, playedDesk));

        assertThat(desk.sent).isEmpty();
        assertThat(phone.sent).isEmpty();
        assertThat(playedDesk.sent).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertStatus.class,
            names = {"EXERCISE", "TEST"})
    void withoutARehearsalTheCardOfADrillReachesNobodyAndTheCoreIsTold(AlertStatus status) {
        sendCard(status, runner(desk, phone));

        assertThat(desk.sent).isEmpty();
        assertThat(phone.sent).isEmpty();
        assertThat(log.submitted).singleElement().asString().endsWith("UNREACHABLE");
    }

    @Test
    void aRealCardIsNotPlayed() {
        sendCard(AlertStatus.ACTUAL, runner(desk, phone, playedDesk));

        assertThat(desk.sent).hasSize(1);
        assertThat(playedDesk.sent).isEmpty();
    }
}
