package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.ActivityChanged;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.Located;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.Telemetry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesRowsTest {
    private static final long T = 1_790_000_000_000L;
    private static final long MINUTE = 60_000;
    private static final Vitals PULSE = new Vitals(72, -1, -1, -1, -1, TemperatureSite.SKIN, -1, -1);

    private final SeriesRows rows = new SeriesRows();

    @Test
    void whatADeviceSaidAQuarterOfAnHourAgoStandsOnItsMeasurements() {
        assertThat(measured(T).flags()).isZero();
        assertThat(measured(T).batteryPercent()).isEqualTo(DeviceMessage.ABSENT);
        heard(T, new Heartbeat(80, 60, 5, Worn.ON));
        heard(T, new ActivityChanged(70));
        assertThat(measured(T + 15 * MINUTE).flags()).isEqualTo(Measurement.WORN | Measurement.MOVING);
        assertThat(measured(T + 15 * MINUTE).batteryPercent()).isEqualTo(80);
        assertThat(measured(T + 15 * MINUTE + 1).flags()).isZero();
        assertThat(measured(T - 15 * MINUTE - 1).flags()).isZero();
        heard(T + MINUTE, new ActivityChanged(0));
        heard(T + MINUTE, new Heartbeat(80, 60, 5, Worn.OFF));
        assertThat(measured(T + MINUTE).flags()).isEqualTo(Measurement.NOT_WORN | Measurement.STILL);
        heard(T + 2 * MINUTE, new ActivityChanged(30));
        heard(T + 2 * MINUTE, new Heartbeat(-1, -1, -1, Worn.UNKNOWN));
        assertThat(measured(T + 2 * MINUTE).flags()).isZero();
    }

    @Test
    void aHeartbeatIsARowOnlyIfItSaysSomethingNew() {
        assertThat(heard(T, new Heartbeat(80, 60, 5, Worn.ON))).isInstanceOfSatisfying(Measurement.class, row -> {
            assertThat(row.batteryPercent()).isEqualTo(80);
            assertThat(row.vitals().steps()).isEqualTo(5);
            assertThat(row.flags()).isEqualTo(Measurement.WORN);
        });
        assertThat(heard(T + MINUTE, new Heartbeat(80, 10, 9, Worn.ON))).isNull();
        assertThat(heard(T + 2 * MINUTE, new Heartbeat(79, 10, 9, Worn.ON))).isNotNull();
        assertThat(heard(T + 3 * MINUTE, new Heartbeat(79, 10, 9, Worn.OFF))).isNotNull();
        assertThat(heard(T + 7 * MINUTE, new Heartbeat(79, 10, 20, Worn.OFF))).isNull();
        assertThat(heard(T + 8 * MINUTE, new Heartbeat(79, 10, 20, Worn.OFF))).isNotNull();
        assertThat(heard(T + 30 * MINUTE, new Heartbeat(79, 10, 20, Worn.OFF))).isNull();
        assertThat(heard(T, new Heartbeat(1, 1, 1, Worn.ON))).as("overtaken").isNull();
    }

    @Test
    void aMeasurementWhoseTimeCannotBeIsMarkedAndAHeartbeatIsNot() {
        assertThat(claimed(T, 0, new VitalsMeasured(PULSE)))
                .isInstanceOfSatisfying(
                        Measurement.class, row -> assertThat(row.isWild()).isTrue());
        assertThat(claimed(T, 0, new Heartbeat(80, 60, 5, Worn.ON)))
                .isInstanceOfSatisfying(
                        Measurement.class, row -> assertThat(row.isWild()).isFalse());
        assertThat(measured(T).isWild()).isFalse();
    }

    @Test
    void aPositionHasTheTimeOfItsFixUnlessThatCannotBe() {
        assertThat(heard(T, located(T - MINUTE))).extracting("atMillis").isEqualTo(T - MINUTE);
        assertThat(heard(T, located(Long.MAX_VALUE / 2))).extracting("atMillis").isEqualTo(T);
        assertThat(heard(T, located(0))).extracting("atMillis").isEqualTo(T);
    }

    private Measurement measured(long atMillis) {
        SeriesRow row = heard(atMillis, new VitalsMeasured(PULSE));
        assertThat(row).isInstanceOf(Measurement.class);
        return (Measurement) row;
    }

    private static Located located(long fixedAtMillis) {
        return new Located(new Position(39.9, 116.4, 12, Position.Source.GNSS, true, fixedAtMillis));
    }

    private @Nullable SeriesRow heard(long atMillis, DeviceMessage message) {
        return claimed(atMillis, atMillis, message);
    }

    private @Nullable SeriesRow claimed(long atMillis, long claimedMillis, DeviceMessage message) {
        return rows.of(
                new Telemetry(new DeviceId("d1"), new ResidentId("R1"), atMillis, atMillis, claimedMillis, message));
    }
}
