package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.jt808.HeldAlarms.Episode;
import org.junit.jupiter.api.Test;

/** A bit that stays set is one alarm, and never one alarm for ever. */
class HeldAlarmsTest {
    private static final DeviceId DEVICE = new DeviceId("13912345678");

    private final HeldAlarms held = new HeldAlarms();

    @Test
    void theFirstReportIsTheAlarmUntilTheBitIsGone() {
        assertThat(held.set(DEVICE, 0, 1_000, 0)).isEqualTo(new Episode(1_000, false));
        assertThat(held.set(DEVICE, 0, 2_000, 1)).as("not in the log yet").isEqualTo(new Episode(1_000, false));
        held.durable(DEVICE, 0, 1_000, 2);
        assertThat(held.set(DEVICE, 0, 3_000, 3)).isEqualTo(new Episode(1_000, true));
        assertThat(held.set(DEVICE, 3, 3_000, 3)).as("another alarm").isEqualTo(new Episode(3_000, false));
        held.clear(DEVICE, 0);
        assertThat(held.set(DEVICE, 0, 4_000, 4)).isEqualTo(new Episode(4_000, false));
    }

    @Test
    void aBitThatIsNeverClearedIsANewAlarmAfterAWhile() {
        held.set(DEVICE, 0, 1_000, 0);
        held.durable(DEVICE, 0, 1_000, 0);
        held.confirmed(DEVICE, 0, 10);
        held.confirmed(DEVICE, 0, HeldAlarms.STUCK_NANOS);
        assertThat(held.set(DEVICE, 0, 2_000, HeldAlarms.STUCK_NANOS + 9).durable())
                .isTrue();
        assertThat(held.set(DEVICE, 0, 3_000, HeldAlarms.STUCK_NANOS + 10)).isEqualTo(new Episode(3_000, false));
    }

    @Test
    void soIsOneWhoseConfirmationTheDeviceNeverHeard() {
        held.set(DEVICE, 0, 1_000, 0);
        assertThat(held.set(DEVICE, 0, 2_000, HeldAlarms.UNHEARD_NANOS).durable())
                .as("what is not in the log stays the same alarm")
                .isFalse();
        held.durable(DEVICE, 0, 1_000, 5);
        assertThat(held.set(DEVICE, 0, 2_000, HeldAlarms.UNHEARD_NANOS + 4).timeMillis())
                .isEqualTo(1_000);
        assertThat(held.set(DEVICE, 0, 2_000, HeldAlarms.UNHEARD_NANOS + 5).timeMillis())
                .isEqualTo(2_000);
    }

    @Test
    void isBounded() {
        for (int i = 0; i <= HeldAlarms.MAX_HELD; i++) {
            held.set(new DeviceId("d" + i), 0, 1, 0);
        }
        assertThat(held.size()).isEqualTo(HeldAlarms.MAX_HELD);
    }
}
