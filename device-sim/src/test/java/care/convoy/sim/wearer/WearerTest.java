package care.convoy.sim.wearer;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.Message;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WearerTest {
    private static final long NOON_IN_CHINA =
            Instant.parse("2026-03-02T04:00:00Z").toEpochMilli();
    private static final long NIGHT_IN_CHINA =
            Instant.parse("2026-03-01T19:00:00Z").toEpochMilli();

    @Test
    void peopleStayWithinWhatIsNormalForYears() {
        for (long seed = 0; seed < 50; seed++) {
            Wearer wearer = new Wearer(seed);
            for (int hour = 0; hour < 500; hour++) {
                Upward.Vitals vitals =
                        wearer.vitals(NOON_IN_CHINA + Duration.ofHours(hour).toMillis());
                assertThat(vitals.heartRateBpm()).isBetween(41, 99);
                assertThat(vitals.systolicMmhg()).isBetween(91, 189);
                assertThat(vitals.spo2Percent()).isBetween(96, 99);
                assertThat(vitals.respirationPerMinute()).isBetween(12, 20);
                assertThat(vitals.temperatureCentiCelsius()).isBetween(3_000, 3_500);
            }
        }
    }

    @Test
    void thePulseIsSlowerAtNight() {
        assertThat(averagePulse(NIGHT_IN_CHINA)).isLessThan(averagePulse(NOON_IN_CHINA) - 5);
    }

    private static double averagePulse(long atMillis) {
        double sum = 0;
        for (long seed = 0; seed < 200; seed++) {
            sum += new Wearer(seed).vitals(atMillis).heartRateBpm();
        }
        return sum / 200;
    }

    @Test
    void offTheWristNothingIsMeasured() {
        Wearer wearer = new Wearer(1);
        wearer.takeOff();

        assertThat(wearer.vitals(NOON_IN_CHINA).heartRateBpm()).isEqualTo(Message.NOT_MEASURED);
        assertThat(wearer.heartbeat(NOON_IN_CHINA).worn()).isEqualTo(YesNo.NO);
        wearer.putOn();
        assertThat(wearer.vitals(NOON_IN_CHINA).heartRateBpm()).isPositive();
    }

    @Test
    void stepsStartAnewEachMorning() {
        Wearer wearer = new Wearer(1);

        assertThat(wearer.heartbeat(NIGHT_IN_CHINA).steps()).isZero();
        assertThat(wearer.heartbeat(NOON_IN_CHINA).steps()).isPositive();
    }

    @Test
    void theSameSeedIsTheSamePerson() {
        assertThat(new Wearer(5).vitals(NOON_IN_CHINA)).isEqualTo(new Wearer(5).vitals(NOON_IN_CHINA));
    }
}
