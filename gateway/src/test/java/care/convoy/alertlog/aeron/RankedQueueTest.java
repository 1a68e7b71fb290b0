package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.OperatorId;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RankedQueueTest {
    private static final AlertId ALERT = new AlertId(new UUID(1, 2));

    private static PendingCommand pending(long correlation) {
        return new PendingCommand(correlation, new byte[1], 0);
    }

    @Test
    void aPressOvertakesWhatWaits() {
        RankedQueue queue = new RankedQueue(8);
        queue.offer(Rank.REST, pending(1));
        queue.offer(Rank.OPERATOR, pending(2));
        queue.offer(Rank.ALARM, pending(3));
        queue.offer(Rank.REST, pending(4));
        queue.offer(Rank.ALARM, pending(5));

        List<Long> order = new ArrayList<>();
        for (PendingCommand next = queue.poll(); next != null; next = queue.poll()) {
            order.add(next.correlation);
        }
        assertThat(order).containsExactly(3L, 5L, 2L, 1L, 4L);
    }

    @Test
    void aFullRankTakesNoRoomFromAnother() {
        RankedQueue queue = new RankedQueue(8);
        for (int i = 0; i < 8; i++) {
            assertThat(queue.offer(Rank.REST, pending(i))).isTrue();
        }
        assertThat(queue.offer(Rank.REST, pending(9))).isFalse();
        assertThat(queue.offer(Rank.ALARM, pending(10))).isTrue();
    }

    @Test
    void whoNeedsHelpGoesFirstAndWhatIsRepeatedByItselfLast() {
        assertThat(Rank.of(signal(new DeviceMessage.SosPressed(1, null)))).isEqualTo(Rank.ALARM);
        assertThat(Rank.of(signal(new DeviceMessage.TestPressed()))).isEqualTo(Rank.REST);
        assertThat(Rank.of(new Command.RenewLease(new CommandId(new OperatorId("li"), new UUID(3, 4)), ALERT)))
                .isEqualTo(Rank.OPERATOR);
        assertThat(Rank.of(new Command.ReportEffect(new EffectKey(ALERT, 0, 0), EffectReport.DELIVERED)))
                .isEqualTo(Rank.REST);
        assertThat(Rank.of(new Command.Tick())).isEqualTo(Rank.REST);
    }

    private static Command.Signal signal(DeviceMessage.Alarm message) {
        return new Command.Signal(
                new SignalKey(new DeviceId("band"), 1, 1),
                0,
                Command.NO_TIME,
                null,
                message,
                AlertStatus.ACTUAL,
                new EscalationPlan("none", List.of(), List.of(), List.of()),
                List.of());
    }
}
