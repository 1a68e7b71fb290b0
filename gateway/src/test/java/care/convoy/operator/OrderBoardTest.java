package care.convoy.operator;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.Intent.State;
import care.convoy.alert.OperatorId;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.console.Devices;
import care.convoy.console.Users;
import care.convoy.device.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is remembered of orders, and what is forgotten when there are too many. */
class OrderBoardTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final AlertId CASE = new AlertId(new UUID(0, 7));
    private static final long NOW = 1_700_000_000_000L;

    private final Names names = new Names(new Users() {
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
            throw new AssertionError("not asked for");
        }
    });
    private OrderBoard board = new OrderBoard();

    private static Intent intent(long id, DeviceId device, @Nullable AlertId alert, Intent.What what, boolean sent) {
        return new Intent(
                id,
                device,
                alert,
                what,
                new OperatorId("li"),
                NOW + id + what.kind().lastsMillis(),
                sent);
    }

    private static Intent ring(long id, DeviceId device) {
        return intent(id, device, null, new Intent.Ring(), false);
    }

    private void hear(long atMillis, Event event) {
        board.committed(List.of(new CommittedEvent(1, 0, atMillis, event, null)));
    }

    private void end(long id, DeviceId device) {
        hear(NOW, new Event.DeviceIntentMoved(id, device, Intent.Kind.RING, State.ACKNOWLEDGED));
    }

    private List<String> states(DeviceId device) {
        return board.of(device, names).stream()
                .map(order -> order.what() + ' ' + order.state())
                .toList();
    }

    @Test
    void orderIsFollowedFromItsCommandToItsEndWithAndWithoutACase() {
        hear(NOW + 1, new Event.DeviceIntended(ring(1, BAND)));
        hear(NOW + 2, new Event.Intended(CASE, intent(2, BAND, CASE, new Intent.Locate(), false)));
        hear(NOW + 5, new Event.DeviceIntentMoved(1, BAND, Intent.Kind.RING, State.SENT));
        hear(NOW + 6, new Event.IntentMoved(CASE, 2, BAND, Intent.Kind.LOCATE, State.REFUSED));

        List<Devices.Order> orders = board.of(BAND, names);
        assertThat(states(BAND)).containsExactly("LOCATE REFUSED", "RING SENT");
        assertThat(orders).extracting(Devices.Order::ofCase).containsExactly(true, false);
        assertThat(orders.getLast().at()).isEqualTo(Instant.ofEpochMilli(NOW + 1));
        assertThat(orders.getLast().stateAt()).isEqualTo(Instant.ofEpochMilli(NOW + 5));

        hear(NOW + 9, new Event.IntentMoved(CASE, 2, BAND, Intent.Kind.LOCATE, State.SENT));
        assertThat(states(BAND)).as("an end is the end").containsExactly("LOCATE REFUSED", "RING SENT");
    }

    @Test
    void whatACaseTellsByItselfIsNoOrder() {
        hear(NOW, new Event.Intended(CASE, intent(1, BAND, CASE, new Intent.Accepted(Intent.By.OPERATOR), false)));

        assertThat(states(BAND)).isEmpty();
    }

    @Test
    void startKnowsWhatIsPendingAndKeepsWhatItHeardEnd() {
        hear(NOW, new Event.DeviceIntended(ring(1, BAND)));
        end(1, BAND);
        hear(NOW, new Event.DeviceIntended(ring(2, BAND)));
        hear(NOW, new Event.DeviceIntended(intent(3, BAND, null, new Intent.Locate(), false)));
        hear(NOW + 8, new Event.DeviceIntentMoved(3, BAND, Intent.Kind.LOCATE, State.SENT));

        board.intents(
                NOW + 10,
                List.of(
                        intent(3, BAND, null, new Intent.Locate(), true),
                        intent(4, BAND, null, new Intent.Measure(), true)));

        assertThat(states(BAND))
                .as("the end of 2 was not heard")
                .containsExactly("MEASURE SENT", "LOCATE SENT", "RING ACKNOWLEDGED");
        assertThat(board.of(BAND, names))
                .extracting(Devices.Order::stateAt)
                .startsWith(null, Instant.ofEpochMilli(NOW + 8));
    }

    @Test
    void ofADeviceTheOldestThatHasEndedGivesWay() {
        hear(NOW, new Event.DeviceIntended(intent(1, BAND, null, new Intent.FallAlarm(true), false)));
        for (long id = 2; id <= OrderBoard.OF_A_DEVICE + 3; id++) {
            hear(NOW, new Event.DeviceIntended(ring(id, BAND)));
            end(id, BAND);
        }

        assertThat(states(BAND)).hasSize(OrderBoard.OF_A_DEVICE).endsWith("FALL_ALARM PENDING");
        assertThat(board.of(BAND, names).get(OrderBoard.OF_A_DEVICE - 2).at()).isEqualTo(Instant.ofEpochMilli(NOW + 5));
    }

    @Test
    void ofTooManyTheDeviceWhoseLastOrderIsTheOldestIsForgotten() {
        board = new OrderBoard(2, 3);
        DeviceId second = new DeviceId("band-2");
        DeviceId third = new DeviceId("band-3");
        hear(NOW, new Event.DeviceIntended(ring(1, BAND)));
        hear(NOW, new Event.DeviceIntended(ring(2, second)));
        hear(NOW, new Event.DeviceIntended(ring(3, BAND)));
        hear(NOW, new Event.DeviceIntended(ring(4, third)));
        assertThat(states(second)).as("two devices at most").isEmpty();
        assertThat(states(BAND)).hasSize(2);

        hear(NOW, new Event.DeviceIntended(ring(5, third)));
        assertThat(states(BAND)).as("three orders at most").isEmpty();
        assertThat(states(third)).hasSize(2);
        end(1, BAND);
    }
}
