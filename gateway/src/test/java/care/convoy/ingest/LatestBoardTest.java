package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.FallDetected;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.Located;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.DeviceMessage.WearerCancelled;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Position;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatestBoardTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final long T = 1_790_000_000_000L;

    private final DeviceRegistry registry = new DeviceRegistry();
    private final LatestBoard board = new LatestBoard(registry);

    @BeforeEach
    void provision() {
        registry.put(List.of(
                new RegisteredDevice(BAND, RegisteredDevice.Protocol.MQTT, Secret.copyOf(new byte[0]), "", List.of())));
    }

    @Test
    void keepsEachValueUntilANewerOneComes() {
        heard(T, new Heartbeat(80, 60, 1200, Worn.ON));
        heard(T + 1, new Heartbeat(DeviceMessage.ABSENT, 55, DeviceMessage.ABSENT, Worn.UNKNOWN));
        DeviceLatest latest = latest();
        assertThat(latest.batteryPercent()).isEqualTo(80);
        assertThat(latest.signalPercent()).isEqualTo(55);
        assertThat(latest.steps()).isEqualTo(1200);
        assertThat(latest.receivedAtMillis()).isEqualTo(T + 1);
    }

    @Test
    void aLostConnectionIsKeptWithItsTimeAndIsNoSignOfLife() {
        heard(T, new DeviceMessage.ConnectionLost());
        assertThat(latest().receivedAtMillis()).as("never heard").isZero();
        assertThat(latest().connectionLostAtMillis()).isEqualTo(T);
        assertThat(latest().alarms()).containsExactly(AlertKind.SILENCE);
        heard(T + 1, new Heartbeat(80, 60, 1200, Worn.ON));
        assertThat(latest().alarms()).isEmpty();
        assertThat(latest().connectionLostAtMillis())
                .as("when it was last lost")
                .isEqualTo(T);
        heard(T + 2, new DeviceMessage.ConnectionLost());
        assertThat(latest().receivedAtMillis()).isEqualTo(T + 1);
        assertThat(latest().connectionLostAtMillis()).isEqualTo(T + 2);
    }

    @Test
    void keepsEachMeasurementWithItsOwnTime() {
        heard(T, new VitalsMeasured(vitals(72, 97)));
        heard(T + 60_000, new VitalsMeasured(vitals(75, Vitals.NOT_MEASURED)));
        heard(T - 60_000, new VitalsMeasured(vitals(60, 90)));
        assertThat(latest().heartRateBpm()).isEqualTo(new DeviceLatest.Reading(75, T + 60_000));
        assertThat(latest().spo2Percent()).isEqualTo(new DeviceLatest.Reading(97, T));
        assertThat(latest().vitalsAtMillis()).isEqualTo(T + 60_000);
    }

    @Test
    void aFixThatComesLateDoesNotReplaceANewerOneAndOneFromTheFutureDoesNotLast() {
        heard(T, new Located(fix(1, T)));
        heard(T + 1, new Located(fix(2, T - 3_600_000)));
        assertThat(latitude()).isEqualTo(1);
        board.heard(BAND, T + 2, new SosPressed(1, fix(3, T + 999_999_999)));
        assertThat(latitude()).isEqualTo(3);
        heard(T + 3, new Located(fix(4, T + 3)));
        assertThat(latitude()).isEqualTo(4);
    }

    @Test
    void aPressStandsUntilTheNextHeartbeatAndAStateUntilItIsCured() {
        board.heard(BAND, T, new SosPressed(1, null));
        board.heard(BAND, T, new BatteryLow(9));
        board.heard(BAND, T, new BandRemoved());
        heard(T + 1, new VitalsMeasured(vitals(72, 97)));
        assertThat(latest().alarms())
                .containsExactlyInAnyOrder(AlertKind.SOS, AlertKind.LOW_BATTERY, AlertKind.REMOVED);
        assertThat(latest().batteryPercent()).isEqualTo(9);
        heard(T + 2, new Heartbeat(12, 60, 0, Worn.ON));
        assertThat(latest().alarms()).containsExactly(AlertKind.LOW_BATTERY);
        heard(T + 3, new Heartbeat(95, 60, 0, Worn.ON));
        assertThat(latest().alarms()).isEmpty();
        board.heard(BAND, T + 4, new FallDetected(Movement.STILL, 90, null));
        board.heard(BAND, T + 5, new WearerCancelled(DeviceMessage.ABSENT));
        assertThat(latest().alarms()).isEmpty();
    }

    @Test
    void aStatusWordSaysAllThatIsWrong() {
        board.heard(BAND, T, new BandRemoved());
        board.heard(BAND, T + 1, Set.of(AlertKind.SOS, AlertKind.LOW_BATTERY), "00010001");
        assertThat(latest().alarms()).containsExactlyInAnyOrder(AlertKind.SOS, AlertKind.LOW_BATTERY);
        assertThat(latest().rawStatus()).isEqualTo("00010001");
    }

    @Test
    void keepsNothingOfADeviceThatNobodyProvisioned() {
        DeviceId stranger = new DeviceId("stranger");
        board.heard(stranger, T, new SosPressed(1, null));
        assertThat(board.find(stranger)).isNull();
        assertThat(board.size()).isZero();
        assertThat(board.drainChanged(10)).isEmpty();
    }

    @Test
    void drainsEachChangedDeviceOnceAndTakesBackWhatCouldNotBeKept() {
        heard(T, new Heartbeat(80, 60, 0, Worn.ON));
        heard(T + 1, new Heartbeat(79, 60, 0, Worn.ON));
        List<DeviceLatest> drained = board.drainChanged(10);
        assertThat(drained).extracting(DeviceLatest::batteryPercent).containsExactly(79);
        assertThat(board.drainChanged(10)).isEmpty();
        board.giveBack(drained);
        heard(T + 2, new Heartbeat(78, 60, 0, Worn.ON));
        assertThat(board.drainChanged(10))
                .extracting(DeviceLatest::batteryPercent)
                .containsExactly(78);
    }

    @Test
    void aDeviceThatSpeaksWhileItIsDrainedComesOnceInADrain() throws Exception {
        Thread talker = new Thread(() -> {
            for (int i = 0; i < 300_000; i++) {
                heard(T + i, new Heartbeat(80, 60, i, Worn.ON));
            }
        });
        talker.start();
        int drains = 0;
        while (talker.isAlive()) {
            assertThat(board.drainChanged(100)).hasSizeLessThanOrEqualTo(1);
            drains++;
        }
        talker.join();
        board.drainChanged(100);
        assertThat(drains).isPositive();
        assertThat(latest().steps()).isEqualTo(299_999);
    }

    @Test
    void whatWasHeardSinceTheStartWinsOverWhatWasKept() {
        heard(T, new Heartbeat(80, 60, 7, Worn.ON));
        board.heard(BAND, T, new SosPressed(2, fix(1, T)));
        DeviceLatest kept = latest();
        LatestBoard restarted = new LatestBoard(registry);
        restarted.restore(List.of(kept));
        assertThat(restarted.find(BAND)).isEqualTo(kept);
        restarted.heard(new Telemetry(BAND, null, T + 1, T + 1, new Heartbeat(50, 60, 7, Worn.ON)));
        restarted.restore(List.of(kept));
        assertThat(Objects.requireNonNull(restarted.find(BAND)).batteryPercent())
                .isEqualTo(50);
    }

    @Test
    void aLoginBeforeWhatWasKeptIsKnownCostsNothingOfIt() {
        heard(T, new Heartbeat(80, 60, 7, Worn.ON));
        board.heard(BAND, T, new SosPressed(2, fix(1, T)));
        heard(T, new DeviceMessage.ConnectionLost());
        DeviceLatest kept = latest();
        LatestBoard restarted = new LatestBoard(registry);
        restarted.connected(BAND, T + 5, "192.0.2.7", "1.2");
        assertThat(restarted.drainChanged(10))
                .as("it would overwrite what was kept")
                .isEmpty();
        restarted.restore(List.of(kept));
        DeviceLatest now = Objects.requireNonNull(restarted.find(BAND));
        assertThat(now.batteryPercent()).isEqualTo(80);
        assertThat(now.position()).isEqualTo(kept.position());
        assertThat(now.alarms()).containsExactly(AlertKind.SOS);
        assertThat(now.receivedAtMillis()).isEqualTo(T + 5);
        assertThat(now.link()).isEqualTo(new DeviceLatest.Link("192.0.2.7", "1.2"));
        assertThat(restarted.drainChanged(10)).containsExactly(now);
        restarted.connected(BAND, T + 6, "", "1.3");
        assertThat(restarted.drainChanged(10)).hasSize(1);
    }

    private void heard(long atMillis, DeviceMessage message) {
        board.heard(new Telemetry(BAND, null, atMillis, atMillis, message));
    }

    private DeviceLatest latest() {
        return Objects.requireNonNull(board.find(BAND));
    }

    private double latitude() {
        return Objects.requireNonNull(latest().position()).latitude();
    }

    private static Position fix(double latitude, long atMillis) {
        return new Position(latitude, 2, 5, Position.Source.GNSS, true, atMillis);
    }

    private static Vitals vitals(int heartRate, int spo2) {
        return new Vitals(heartRate, spo2, -1, -1, -1, TemperatureSite.SKIN, -1, -1);
    }
}
