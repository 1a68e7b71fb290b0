package care.convoy.vitals.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Finding;
import care.convoy.vitals.presence.InactivityWatch.Circumstance;
import care.convoy.vitals.presence.Notice.Cured;
import care.convoy.vitals.presence.Notice.Raised;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Inactivity, falls, battery, the monthly test and the removed band, each over days of virtual time. */
class PersonalRulesTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long MIDNIGHT =
            LocalDateTime.of(2026, 11, 1, 0, 0).atZone(ZONE).toInstant().toEpochMilli();
    private static final UpkeepRules UPKEEP = UpkeepRules.standard(ZONE);

    private final InactivityWatch quiet = new InactivityWatch(InactivityRules.standard(ZONE));
    private final FallWatch fall = new FallWatch(FallRules.standard());
    private final BatteryWatch battery = new BatteryWatch(UPKEEP);

    @Test
    void fourWakingHoursWithoutActivityAreToldAndActivityCures() {
        assertThat(idle(MIDNIGHT, MIDNIGHT + 10 * HOUR + 58 * MINUTE, Circumstance.WATCHED))
                .isNull();
        Finding found = idle(MIDNIGHT + 10 * HOUR + 58 * MINUTE, MIDNIGHT + 11 * HOUR + MINUTE, Circumstance.WATCHED);
        assertThat(found).isNotNull();
        assertThat(found.priority()).as("a call first").isEqualTo(Priority.P4);
        assertThat(found.kind()).isEqualTo(AlertKind.INACTIVITY);
        assertThat(found.explanation().items().getFirst().quality()).isEqualTo("noneKnown");
        assertThat(idle(MIDNIGHT + 11 * HOUR + MINUTE, MIDNIGHT + 12 * HOUR + 58 * MINUTE, Circumstance.WATCHED))
                .isNull();
        Finding alert = idle(MIDNIGHT + 12 * HOUR + 58 * MINUTE, MIDNIGHT + 13 * HOUR + MINUTE, Circumstance.WATCHED);
        assertThat(alert.priority()).isEqualTo(Priority.P3);
        assertThat(idle(MIDNIGHT + 13 * HOUR + MINUTE, MIDNIGHT + 20 * HOUR, Circumstance.WATCHED))
                .as("once")
                .isNull();
        assertThat(quiet.active(BAND, MIDNIGHT + 20 * HOUR)).get().isInstanceOf(Cured.class);
    }

    @Test
    void theNightAwayNotWornAndADeviceThatIsSilentAreNoInactivity() {
        quiet.active(BAND, MIDNIGHT + 20 * HOUR);
        assertThat(idle(MIDNIGHT + 20 * HOUR, MIDNIGHT + 33 * HOUR, Circumstance.WATCHED))
                .as("1 + 2 waking hours")
                .isNull();
        assertThat(idle(MIDNIGHT + 33 * HOUR, MIDNIGHT + 60 * HOUR, Circumstance.NOT_HEARD))
                .isNull();
        assertThat(idle(MIDNIGHT + 60 * HOUR, MIDNIGHT + 90 * HOUR, Circumstance.NOT_WATCHED))
                .isNull();
        long morning = MIDNIGHT + 4 * DAY + 8 * HOUR;
        assertThat(idle(morning, morning + 3 * HOUR + 59 * MINUTE, Circumstance.WATCHED))
                .as("counts anew")
                .isNull();
        assertThat(quiet.check(BAND, Circumstance.WATCHED, morning + 9 * HOUR))
                .as("nobody looked meanwhile")
                .isEmpty();
    }

    @Test
    void stepsCountWhenTheyGrowAndNotWhenTheyBeginAnew() {
        quiet.steps(BAND, 4_000, MIDNIGHT + 7 * HOUR);
        idle(MIDNIGHT + 7 * HOUR, MIDNIGHT + 12 * HOUR, Circumstance.WATCHED);
        assertThat(quiet.steps(BAND, 4_004, MIDNIGHT + 12 * HOUR)).isEmpty();
        assertThat(quiet.steps(BAND, -1, MIDNIGHT + 12 * HOUR)).isEmpty();
        assertThat(quiet.steps(BAND, 3, MIDNIGHT + 12 * HOUR)).isEmpty();
        assertThat(quiet.steps(BAND, 6, MIDNIGHT + 12 * HOUR)).isEmpty();
        assertThat(quiet.steps(BAND, 8, MIDNIGHT + 12 * HOUR)).get().isInstanceOf(Cured.class);
    }

    @Test
    void theHoursOfAPersonWhoLivesAtNightAreLearnt() {
        for (int day = 0; day < 14; day++) {
            for (long at = MIDNIGHT + day * DAY; at < MIDNIGHT + (day + 1) * DAY; at += 10 * MINUTE) {
                long hour = (at - MIDNIGHT) / HOUR % 24;
                if (hour >= 16 || hour < 2) {
                    quiet.active(BAND, at);
                }
                assertThat(day > 8 ? quiet.check(BAND, Circumstance.WATCHED, at) : Optional.empty())
                        .isEmpty();
            }
        }
        quiet.check(BAND, Circumstance.WATCHED, MIDNIGHT + 14 * DAY);
        assertThat(quiet.hasLearnt()).isTrue();
        assertThat(quiet.isWaking(1)).isTrue();
        assertThat(quiet.isWaking(10)).isFalse();
        quiet.active(BAND, MIDNIGHT + 40 * DAY);
        assertThat(quiet.hasLearnt()).as("a month later all is forgotten").isFalse();
    }

    @Test
    void aFallAndStillnessRaiseToP1() {
        fall.fell(Movement.MOVING, MIDNIGHT);
        assertThat(fall.check(BAND, MIDNIGHT + 5 * MINUTE))
                .as("no report is no stillness")
                .isEmpty();
        assertThat(fall.activity(BAND, 2, MIDNIGHT + 5 * MINUTE)).isEmpty();
        Finding found = finding(fall.check(BAND, MIDNIGHT + 6 * MINUTE));
        assertThat(found.priority()).isEqualTo(Priority.P1);
        assertThat(found.explanation().items())
                .extracting(Explanation.Item::what)
                .containsExactly("fall", "stillFor");
        assertThat(fall.check(BAND, MIDNIGHT + 7 * MINUTE)).as("once").isEmpty();
        fall.fell(Movement.STILL, MIDNIGHT + DAY);
        assertThat(fall.check(BAND, MIDNIGHT + DAY + MINUTE)).isPresent();
    }

    @Test
    void whoMovesAgainOrFellLongAgoIsNotRaised() {
        fall.fell(Movement.STILL, MIDNIGHT);
        fall.activity(BAND, 40, MIDNIGHT + MINUTE / 2);
        assertThat(fall.check(BAND, MIDNIGHT + 5 * MINUTE)).isEmpty();
        assertThat(fall.measured(BAND, 150, -1, MIDNIGHT + 11 * MINUTE)).isEmpty();
        assertThat(fall.activity(BAND, 0, MIDNIGHT + 20 * MINUTE)).isEmpty();
        assertThat(fall.check(BAND, MIDNIGHT + 30 * MINUTE)).isEmpty();
    }

    @Test
    void quietTimesAreJudgedByGradeAndByWhatIsUsual() {
        quiet.judgeBy(4);
        assertThat(idle(MIDNIGHT, MIDNIGHT + DAY, Circumstance.WATCHED))
                .as("steps say nothing of somebody who hardly walks")
                .isNull();
        long from = MIDNIGHT + DAY;
        for (int day = 0; day < 10; day++) {
            for (int hour : new int[] {8, 14, 20}) {
                long at = from + day * DAY + hour * HOUR;
                quiet.active(BAND, at);
                idle(at, at + 6 * HOUR, Circumstance.WATCHED);
            }
            idle(from + day * DAY + 26 * HOUR, from + day * DAY + 32 * HOUR, Circumstance.WATCHED);
        }
        long morning = from + 10 * DAY + 8 * HOUR;
        quiet.active(BAND, morning);
        assertThat(idle(morning, morning + 7 * HOUR + 20 * MINUTE, Circumstance.WATCHED))
                .as("six hours are usual")
                .isNull();
        Finding found = idle(morning + 7 * HOUR + 20 * MINUTE, morning + 10 * HOUR, Circumstance.WATCHED);
        assertThat(found.priority()).isEqualTo(Priority.P4);
        assertThat(found.explanation().limits().getFirst().source()).isEqualTo(Explanation.Source.BASELINE);
        assertThat(found.explanation().limits().getFirst().number()).isBetween(440.0, 450.0);
    }

    @Test
    void aCriticalMeasurementAfterAFallIsConfirmedByASecond() {
        for (int[] each : new int[][] {{40, -1}, {131, 98}, {-1, 91}, {70, 85}}) {
            fall.fell(Movement.MOVING, MIDNIGHT);
            assertThat(fall.measured(BAND, each[0], each[1], MIDNIGHT + 8 * MINUTE))
                    .isEmpty();
            assertThat(fall.isUnconfirmed(MIDNIGHT + 8 * MINUTE)).isTrue();
            assertThat(fall.measured(BAND, each[0], each[1], MIDNIGHT + 8 * MINUTE + 1))
                    .as("the same measurement twice")
                    .isEmpty();
            assertThat(finding(fall.measured(BAND, each[0], each[1], MIDNIGHT + 9 * MINUTE))
                            .priority())
                    .isEqualTo(Priority.P1);
        }
        for (int[] each : new int[][] {{41, 92}, {130, -1}, {-1, -1}, {0, 0}, {255, 255}}) {
            fall.fell(Movement.MOVING, MIDNIGHT);
            assertThat(fall.measured(BAND, each[0], each[1], MIDNIGHT + MINUTE)).isEmpty();
            assertThat(fall.measured(BAND, each[0], each[1], MIDNIGHT + 2 * MINUTE))
                    .as("not measured is not critical: %d, %d", each[0], each[1])
                    .isEmpty();
        }
        fall.fell(Movement.MOVING, MIDNIGHT);
        assertThat(fall.measured(BAND, 140, -1, MIDNIGHT + MINUTE)).isEmpty();
        assertThat(fall.measured(BAND, 80, -1, MIDNIGHT + 2 * MINUTE)).isEmpty();
        assertThat(fall.measured(BAND, 140, -1, MIDNIGHT + 3 * MINUTE))
                .as("denied between them")
                .isEmpty();
    }

    @Test
    void whoseScaleIsTheSecondHasNoCriticalNinety() {
        fall.scaleTwo(true);
        fall.fell(Movement.MOVING, MIDNIGHT);
        assertThat(fall.measured(BAND, -1, 88, MIDNIGHT + MINUTE)).isEmpty();
        assertThat(fall.measured(BAND, -1, 88, MIDNIGHT + 2 * MINUTE)).isEmpty();
        assertThat(fall.measured(BAND, -1, 83, MIDNIGHT + 3 * MINUTE)).isEmpty();
        assertThat(fall.measured(BAND, -1, 83, MIDNIGHT + 4 * MINUTE)).isPresent();
    }

    @Test
    void threeNearFallsInAWeekAreOneTask() {
        assertThat(fall.cancelled(BAND, MIDNIGHT)).as("nothing to cancel").isEmpty();
        for (int day : new int[] {0, 4, 8, 12}) {
            fall.fell(Movement.MOVING, MIDNIGHT + day * DAY);
            assertThat(fall.cancelled(BAND, MIDNIGHT + day * DAY + 1))
                    .as("day " + day)
                    .isEmpty();
        }
        Finding found = finding(fall.nearFall(BAND, MIDNIGHT + 13 * DAY));
        assertThat(found.priority()).isEqualTo(Priority.P4);
        assertThat(fall.nearFall(BAND, MIDNIGHT + 14 * DAY))
                .as("not again within the week")
                .isEmpty();
    }

    @Test
    void aSlopeWithWrongReadingsTellsTheHour() {
        Random random = new Random(5);
        long from = MIDNIGHT + 8 * HOUR;
        Finding found = null;
        for (int step = 0; found == null && step < 60; step++) {
            int percent = (int) (80 - 4.0 * step / 2) + (step % 9 == 5 ? -30 : random.nextInt(2));
            Optional<Notice> notice = battery.reported(BAND, percent, from + step * HOUR / 2);
            found = notice.isPresent() ? finding(notice) : null;
        }
        assertThat(found).isNotNull();
        assertThat(found.priority()).isEqualTo(Priority.P4);
        assertThat(found.kind()).isEqualTo(AlertKind.LOW_BATTERY);
        // 80 % at 08:00 and 4 % an hour: 3 % are left after 19.25 hours.
        assertThat(battery.emptyAtMillis().orElseThrow()).isBetween(from + 17 * HOUR, from + 22 * HOUR);
    }

    @Test
    void whoChargesEachEveningIsLeftAlone() {
        for (int day = 0; day < 10; day++) {
            for (int hour = 0; hour < 24; hour++) {
                int percent = hour >= 21 ? Math.min(100, 30 + (hour - 20) * 30) : 100 - 3 * (hour + 3);
                Optional<Notice> notice = battery.reported(BAND, percent, MIDNIGHT + day * DAY + hour * HOUR);
                assertThat(day < 4 || notice.isEmpty())
                        .as("day %d hour %d", day, hour)
                        .isTrue();
            }
        }
        assertThat(battery.usualChargingHour()).isEqualTo(21);
        Optional<Notice> notice = Optional.empty();
        for (int hour = 0; notice.isEmpty() && hour < 24; hour++) {
            notice = battery.reported(BAND, Math.max(0, 100 - 8 * (hour + 1)), MIDNIGHT + 10 * DAY + hour * HOUR);
        }
        assertThat(finding(notice).explanation().limits())
                .as("empty before 21:00")
                .hasSize(2);
        assertThat(battery.reported(BAND, 90, MIDNIGHT + 11 * DAY)).get().isInstanceOf(Cured.class);
    }

    @Test
    void chargingPointByPointAndJitterAreToldApart() {
        for (int i = 0; i < 40; i++) {
            battery.reported(BAND, 50 + i % 2, MIDNIGHT + i * HOUR);
        }
        assertThat(battery.emptyAtMillis()).isEmpty();
        for (int i = 0; i < 20; i++) {
            battery.reported(BAND, 51 + i, MIDNIGHT + 2 * DAY + i * MINUTE);
        }
        battery.reported(BAND, 101, MIDNIGHT + 3 * DAY);
        assertThat(battery.emptyAtMillis()).isEmpty();
    }

    @Test
    void aTestIsMissedAfter35DaysAndAnyPressCures() {
        TestWatch test = new TestWatch(UPKEEP, MIDNIGHT);
        assertThat(test.check(BAND, MIDNIGHT + 35 * DAY)).isEmpty();
        assertThat(finding(test.check(BAND, MIDNIGHT + 35 * DAY + 1)).priority())
                .isEqualTo(Priority.P4);
        assertThat(test.check(BAND, MIDNIGHT + 36 * DAY)).as("once").isEmpty();
        assertThat(test.pressed(BAND, MIDNIGHT - DAY)).as("an older one").isEmpty();
        assertThat(test.pressed(BAND, MIDNIGHT + 36 * DAY)).get().isInstanceOf(Cured.class);
        assertThat(test.check(BAND, MIDNIGHT + 71 * DAY)).isEmpty();
    }

    @Test
    void aBandThatStaysOffIsToldByGradeAndChargingIsForgiven() {
        BandWatch band = new BandWatch(UPKEEP);
        assertThat(band.check(BAND, Worn.OFF, true, 3, MIDNIGHT)).isEmpty();
        Notice first = null;
        long at = MIDNIGHT;
        while (first == null && at < MIDNIGHT + DAY) {
            at += 10 * MINUTE;
            first = band.check(BAND, Worn.UNKNOWN, true, 3, at).orElse(null);
        }
        assertThat(at).as("3 h of charging and 2 h").isEqualTo(MIDNIGHT + 5 * HOUR);
        assertThat(finding(Optional.ofNullable(first)).priority())
                .as("a call first")
                .isEqualTo(Priority.P4);
        assertThat(band.check(BAND, Worn.UNKNOWN, false, 3, at + 6 * HOUR - MINUTE))
                .isEmpty();
        assertThat(finding(band.check(BAND, Worn.UNKNOWN, false, 3, at + 6 * HOUR))
                        .priority())
                .isEqualTo(Priority.P3);
        at += 6 * HOUR;
        assertThat(band.check(BAND, Worn.ON, false, 3, at + MINUTE)).get().isInstanceOf(Cured.class);
        assertThat(band.minutesOff(0)).isEqualTo(362);
        band.check(BAND, Worn.OFF, false, 1, MIDNIGHT + DAY);
        for (int hour = 1; hour < 12; hour++) {
            assertThat(band.check(BAND, Worn.OFF, false, 1, MIDNIGHT + DAY + hour * HOUR))
                    .isEmpty();
        }
        assertThat(finding(band.check(BAND, Worn.OFF, false, 1, MIDNIGHT + DAY + 12 * HOUR))
                        .priority())
                .isEqualTo(Priority.P4);
        assertThat(band.minutesOff(1)).isEqualTo(362);
    }

    /** Arrays and fields of one person, all rules together, after a year of reports. */
    @Test
    void aPersonCostsLessThanAKilobyte() throws IllegalAccessException {
        BandWatch band = new BandWatch(UPKEEP);
        TestWatch test = new TestWatch(UPKEEP, MIDNIGHT);
        FenceWatch fence =
                new FenceWatch(FenceRules.standard(List.of(new Place.Circle(new Place.Point(30, 120), 100)), ZONE));
        for (long at = MIDNIGHT; at < MIDNIGHT + 365 * DAY; at += HOUR) {
            quiet.active(BAND, at);
            fall.nearFall(BAND, at);
            battery.reported(BAND, (int) (100 - at / HOUR % 90), at);
            band.check(BAND, Worn.OFF, false, 1, at);
        }
        int bytes = 0;
        for (Object each : List.of(quiet, fall, battery, band, test, fence)) {
            bytes += 16 + stateBytes(each);
        }
        assertThat(bytes).isBetween(300, 1_024);
    }

    @Test
    void rulesNameTheMemberThatIsWrong() {
        assertThatThrownBy(() -> new InactivityRules(1, ZONE, 9, 9, HOUR, 5))
                .hasMessageContaining("inactivity.toHour: 9");
        assertThatThrownBy(() -> new FallRules(1, 10 * MINUTE, MINUTE, 5, 40, 131, 91, 3, DAY))
                .hasMessageContaining("fall.stillMillis");
        assertThatThrownBy(() -> new UpkeepRules(1, ZONE, 3, DAY, DAY, HOUR, MINUTE))
                .hasMessageContaining("upkeep.removedLowGradeMillis");
    }

    private static int stateBytes(Object state) throws IllegalAccessException {
        int bytes = 0;
        for (Field field : state.getClass().getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())) {
                continue;
            }
            field.setAccessible(true);
            bytes += 8;
            Object value = field.get(state);
            if (value != null && value.getClass().isArray()) {
                Class<?> part = value.getClass().componentType();
                assertThat(part.isPrimitive()).isTrue();
                int size = part == long.class ? 8 : part == int.class ? 4 : part == short.class ? 2 : 1;
                bytes += 16 + size * Array.getLength(value);
            }
        }
        return bytes;
    }

    private Finding idle(long from, long to, Circumstance circumstance) {
        Finding found = null;
        for (long at = from; at < to; at += MINUTE) {
            Optional<Notice> notice = quiet.check(BAND, circumstance, at);
            if (notice.isPresent() && notice.get() instanceof Raised raised) {
                found = raised.finding();
            }
        }
        return found;
    }

    private static Finding finding(Optional<Notice> notice) {
        Finding finding = ((Raised) notice.orElseThrow()).finding();
        assertThat(Explanation.parse(finding.explanation().encode())).contains(finding.explanation());
        return finding;
    }
}
