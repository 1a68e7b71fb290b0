package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.console.Devices;
import care.convoy.console.Users;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.ingest.RegisteredDevice;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which devices are on test, out of what the log tells. */
class DevicesOnTestTest {
    private static final long NOW = 1_790_000_000_000L;
    private static final long HOUR = 3_600_000;
    private static final OperatorId ZHAO = new OperatorId("zhao");
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final DeviceId BOX = new DeviceId("box-1");

    private final AlertBoard board = new AlertBoard();
    private final AlertCore log = new AlertCore(CoreLimits.standard());
    private final Names names = new Names(new NoUsers());
    private final AlertRows rows = new AlertRows(
            new AlertRows.Sources(
                    resident -> null,
                    device -> null,
                    device -> List.of(),
                    device -> RegisteredDevice.State.SERVED,
                    alert -> false),
            names,
            Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
    private final DevicesOnTest tests = new DevicesOnTest(
            board, rows, names, Map.of(BAND, List.of(new ResidentId("R1")), BOX, List.<ResidentId>of())::get);
    private long commands;

    private CommandId id() {
        commands++;
        return new CommandId(ZHAO, new UUID(0, commands));
    }

    private void inLog(AlertBoard told, long atMillis, Command command) {
        List<CommittedEvent> events = new ArrayList<>();
        log.apply(
                atMillis,
                command,
                (event, after) -> events.add(new CommittedEvent(1, events.size(), atMillis, event, after)));
        if (!events.isEmpty()) {
            told.committed(events);
        }
    }

    private static Command.Signal press() {
        return new Command.Signal(
                new SignalKey(BAND, 1, 1),
                NOW,
                Command.NO_TIME,
                null,
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                new EscalationPlan("none", List.of(), List.of(), List.of()),
                List.of());
    }

    @Test
    void testIsListedWithItsEndAndWhoBeganItUntilItIsOver() {
        inLog(board, NOW, new Command.BeginTest(id(), BAND, HOUR));
        inLog(board, NOW, new Command.BeginTest(id(), BOX, 2 * HOUR));
        inLog(board, NOW, new Command.BeginTest(id(), BAND, 3 * HOUR));

        assertThat(tests.list()).extracting(Devices.OnTest::deviceId).containsExactly("band-1", "box-1");
        Devices.OnTest band = tests.list().getFirst();
        assertThat(band.until()).isEqualTo(Instant.ofEpochMilli(NOW + 3 * HOUR));
        assertThat(band.by()).isNotNull().extracting("user").isEqualTo("zhao");
        assertThat(band.resident()).isNotNull().extracting("id").isEqualTo("R1");
        assertThat(tests.list().getLast().resident()).isNull();

        inLog(board, NOW, new Command.EndTest(id(), BAND));
        assertThat(tests.list()).extracting(Devices.OnTest::deviceId).containsExactly("box-1");
    }

    @Test
    void testThatRanOutIsListedNoLonger() {
        inLog(board, NOW, new Command.BeginTest(id(), BAND, HOUR));
        inLog(board, NOW + HOUR, new Command.BeginTest(id(), BOX, HOUR));

        assertThat(tests.list()).extracting(Devices.OnTest::deviceId).containsExactly("box-1");
    }

    @Test
    void deviceThatHoldsAnAlertIsListedAlsoByANodeThatDidNotSeeItsTestBegin() {
        AlertBoard restarted = new AlertBoard();
        inLog(board, NOW, new Command.BeginTest(id(), BAND, HOUR));
        inLog(restarted, NOW, press());

        List<Devices.OnTest> listed = new DevicesOnTest(restarted, rows, names, device -> List.of()).list();
        assertThat(listed).extracting(Devices.OnTest::deviceId).containsExactly("band-1");
        assertThat(listed.getFirst().until()).isEqualTo(Instant.ofEpochMilli(NOW + HOUR));
        assertThat(listed.getFirst().by()).isNull();
    }

    private static final class NoUsers implements Users {
        @Override
        public Optional<User> byLogin(String login) {
            return Optional.empty();
        }

        @Override
        public Optional<User> byToken(String sha256) {
            return Optional.empty();
        }

        @Override
        public void replacePassword(String login, String argon2id) {
            throw new UnsupportedOperationException();
        }
    }
}
