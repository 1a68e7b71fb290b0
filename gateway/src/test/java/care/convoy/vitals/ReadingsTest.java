package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingsTest {
    private static final DeviceId BAND = new DeviceId("band");
    private static final long NOW = 1_800_000_000_000L;

    private final Readings readings = new Readings();

    @ParameterizedTest
    @CsvSource({
        "HEART_RATE,0,NOT_MEASURED",
        "HEART_RATE,255,NOT_MEASURED",
        "HEART_RATE,19,OUT_OF_RANGE",
        "HEART_RATE,20,VALID",
        "HEART_RATE,250,VALID",
        "HEART_RATE,251,OUT_OF_RANGE",
        "SPO2,0,NOT_MEASURED",
        "SPO2,49,OUT_OF_RANGE",
        "SPO2,50,VALID",
        "SPO2,100,VALID",
        "SPO2,101,OUT_OF_RANGE",
        "SYSTOLIC,49,OUT_OF_RANGE",
        "SYSTOLIC,50,VALID",
        "SYSTOLIC,280,VALID",
        "SYSTOLIC,281,OUT_OF_RANGE",
        "SYSTOLIC,255,NOT_MEASURED",
        "DIASTOLIC,19,OUT_OF_RANGE",
        "DIASTOLIC,20,VALID",
        "DIASTOLIC,180,VALID",
        "DIASTOLIC,181,OUT_OF_RANGE",
        "TEMPERATURE,2999,OUT_OF_RANGE",
        "TEMPERATURE,3000,VALID",
        "TEMPERATURE,4300,VALID",
        "TEMPERATURE,4301,OUT_OF_RANGE",
        "RESPIRATION,2,OUT_OF_RANGE",
        "RESPIRATION,3,VALID",
        "RESPIRATION,70,VALID",
        "RESPIRATION,71,OUT_OF_RANGE"
    })
    void theRangeOfALivingPerson(Vital vital, int value, Validity validity) {
        assertThat(measure(NOW, NOW, vital, value)).isEqualTo(validity);
    }

    @ParameterizedTest
    @CsvSource({"900000,VALID", "900001,STALE", "-120000,VALID", "-120001,AHEAD", "0,VALID"})
    void aDevicesClock(long ageMillis, Validity validity) {
        assertThat(measure(NOW, NOW - ageMillis, Vital.SPO2, 90)).isEqualTo(validity);
    }

    @Test
    void aClockALittleAheadIsTakenBackToTheTimeOfHearing() {
        assertThat(observation(NOW, NOW + 60_000, Vital.SPO2, 90).atMillis()).isEqualTo(NOW);
        assertThat(observation(NOW, NOW - 60_000, Vital.SPO2, 90).atMillis()).isEqualTo(NOW - 60_000);
        assertThat(observation(NOW, -1, Vital.SPO2, 90).atMillis()).isEqualTo(NOW);
    }

    @Test
    void aBandOffTheWristMeasuresNobody() {
        readings.hear(BAND, new BandRemoved());
        assertThat(measure(NOW, NOW, Vital.SPO2, 80)).isEqualTo(Validity.NOT_WORN);
        readings.hear(BAND, new Heartbeat(50, 50, 10, Worn.UNKNOWN));
        assertThat(measure(NOW, NOW, Vital.SPO2, 80)).isEqualTo(Validity.NOT_WORN);
        readings.hear(BAND, new BandWorn());
        assertThat(measure(NOW, NOW, Vital.SPO2, 80)).isEqualTo(Validity.VALID);
        readings.hear(BAND, new Heartbeat(50, 50, 10, Worn.OFF));
        assertThat(measure(NOW, NOW, Vital.SPO2, 80)).isEqualTo(Validity.NOT_WORN);
        readings.hear(BAND, new Heartbeat(50, 50, 10, Worn.ON));
        assertThat(measure(NOW, NOW, Vital.SPO2, 80)).isEqualTo(Validity.VALID);
    }

    @Test
    void whatOneDeviceSaysOfItselfIsNotSaidOfAnother() {
        readings.hear(new DeviceId("other"), new BandRemoved());
        assertThat(measure(NOW, NOW, Vital.SPO2, 80)).isEqualTo(Validity.VALID);
    }

    @Test
    void devicesThatAreOffAreRememberedWithinABound() {
        for (int i = 0; i <= Readings.MOST_OFF; i++) {
            readings.hear(new DeviceId("d" + i), new BandRemoved());
        }
        assertThat(readings.isOff(new DeviceId("d0"))).isFalse();
        assertThat(readings.isOff(new DeviceId("d" + Readings.MOST_OFF))).isTrue();
    }

    @Test
    void aJumpIsMotionUntilASecondMeasurementAgrees() {
        assertThat(measure(NOW, NOW, Vital.HEART_RATE, 70)).isEqualTo(Validity.VALID);
        assertThat(at(NOW + 20_000, 130)).isEqualTo(Validity.VALID);
        assertThat(at(NOW + 40_000, 70)).isEqualTo(Validity.VALID);
        assertThat(at(NOW + 60_000, 131)).isEqualTo(Validity.MOTION);
        assertThat(at(NOW + 60_000, 131))
                .as("a repetition is no second measurement")
                .isEqualTo(Validity.MOTION);
        assertThat(at(NOW + 80_000, 140)).isEqualTo(Validity.VALID);
    }

    @Test
    void aJumpBackIsNone() {
        at(NOW, 70);
        assertThat(at(NOW + 20_000, 180)).isEqualTo(Validity.MOTION);
        assertThat(at(NOW + 40_000, 72)).isEqualTo(Validity.VALID);
        assertThat(at(NOW + 50_000, 180)).isEqualTo(Validity.MOTION);
    }

    @Test
    void jumpsAreMeasuredFromTheNewestNotFromALateOne() {
        assertThat(at(NOW, 100)).isEqualTo(Validity.VALID);
        assertThat(at(NOW - 30_000, 150)).isEqualTo(Validity.VALID);
        assertThat(at(NOW + 20_000, 161)).isEqualTo(Validity.MOTION);
    }

    @Test
    void aChangeOverMoreThanAMinuteIsBelieved() {
        at(NOW, 70);
        assertThat(at(NOW + 60_001, 180)).isEqualTo(Validity.VALID);
    }

    @Test
    void aSkinsTemperatureIsNoReading() {
        Vitals skin = new Vitals(-1, -1, -1, -1, 3300, TemperatureSite.SKIN, -1, 5);
        assertThat(readings.of(Observation.heard(BAND, NOW, new VitalsMeasured(skin)), new VitalsMeasured(skin)))
                .isEmpty();
    }

    @Test
    void aPressureTurnedAroundIsNone() {
        Vitals turned = new Vitals(-1, -1, 80, 120, -1, TemperatureSite.SKIN, -1, -1);
        List<Reading> read =
                readings.of(Observation.heard(BAND, NOW, new VitalsMeasured(turned)), new VitalsMeasured(turned));
        assertThat(read).hasSize(2).allMatch(reading -> reading.validity() == Validity.OUT_OF_RANGE);
    }

    private Validity at(long millis, int bpm) {
        return measure(millis, millis, Vital.HEART_RATE, bpm);
    }

    private Validity measure(long heard, long device, Vital vital, int value) {
        Observation observation = observation(heard, device, vital, value);
        return readings.of(observation, (VitalsMeasured) observation.message())
                .getFirst()
                .validity();
    }

    private static Observation observation(long heard, long device, Vital vital, int value) {
        return new Observation(BAND, heard, device, new VitalsMeasured(Measured.only(vital, value)));
    }
}
