package care.convoy.vitals.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.Position;
import care.convoy.device.Position.Source;
import care.convoy.vitals.presence.Notice.Raised;
import care.convoy.vitals.presence.Place.Circle;
import care.convoy.vitals.presence.Place.Point;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FenceWatchTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final long NOON = Instant.parse("2026-11-23T04:00:00Z").toEpochMilli();
    private static final long NIGHT = Instant.parse("2026-11-23T15:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    /** 200 m around a door. */
    private static final FenceRules RULES =
            FenceRules.standard(List.of(new Circle(new Point(30.25, 120.15), 200)), ZONE);

    private final FenceWatch watch = new FenceWatch(RULES);

    @Test
    void whoStaysOutsideForTheDwellHasLeftAndIsBackWithASureFix() {
        assertThat(at(NOON, 400, 20)).isEmpty();
        assertThat(at(NOON + 4 * MINUTE, 500, 20)).isEmpty();
        Raised raised = (Raised) at(NOON + 5 * MINUTE, 600, 20).orElseThrow();
        assertThat(raised.rule()).isEqualTo("fence.left");
        assertThat(raised.finding().priority()).isEqualTo(Priority.P2);
        assertThat(raised.finding().kind()).isEqualTo(AlertKind.FENCE);
        assertThat(raised.finding().explanation().items().getFirst().value()).isBetween(395.0, 405.0);
        assertThat(at(NOON + 10 * MINUTE, 900, 20)).as("once").isEmpty();
        assertThat(at(NOON + 20 * MINUTE, 0, 500)).as("a poor fix says nothing").isEmpty();
        assertThat(at(NOON + 21 * MINUTE, 210, 20))
                .as("at the edge is not back")
                .isEmpty();
        assertThat(at(NOON + 22 * MINUTE, 100, 20)).containsInstanceOf(Notice.Cured.class);
        assertThat(watch.hasLeft()).isFalse();
    }

    @Test
    void aCellFixNeverSaysLeft() {
        for (int i = 0; i < 100; i++) {
            assertThat(at(NOON + i * MINUTE, 100 * i, 1_500)).isEmpty();
        }
        Position unknown = new Position(31, 120.15, Position.UNKNOWN_ACCURACY, Source.CELL, true, NOON + 200 * MINUTE);
        assertThat(watch.located(BAND, unknown, NOON + 200 * MINUTE)).isEmpty();
        assertThat(watch.check(BAND, NOON + 300 * MINUTE)).isEmpty();
    }

    @Test
    void whatTheAccuracyCouldExplainIsNotLeaving() {
        for (int i = 0; i < 30; i++) {
            assertThat(at(NOON + i * MINUTE, 640, 400))
                    .as("440 outside, 400 of doubt, margin 50")
                    .isEmpty();
        }
        assertThat(watch.check(BAND, NOON + 60 * MINUTE)).isEmpty();
    }

    @Test
    void aVisitToTheDustbinIsNotLeaving() {
        assertThat(at(NOON, 300, 10)).isEmpty();
        assertThat(at(NOON + 3 * MINUTE, 100, 10)).isEmpty();
        assertThat(at(NOON + 6 * MINUTE, 300, 10)).isEmpty();
        assertThat(watch.check(BAND, NOON + 10 * MINUTE)).isEmpty();
    }

    @Test
    void oneFixAndThenNoneIsBelievedAfterTwoDwells() {
        assertThat(at(NOON, 2_000, 20)).isEmpty();
        assertThat(watch.check(BAND, NOON + 9 * MINUTE)).isEmpty();
        assertThat(watch.check(BAND, NOON + 10 * MINUTE)).isPresent();
    }

    @Test
    void atNightAMinuteIsEnough() {
        assertThat(at(NIGHT, 300, 20)).isEmpty();
        assertThat(at(NIGHT + MINUTE, 320, 20)).get().extracting(Notice::rule).isEqualTo("fence.nightExit");
        assertThat(at(NIGHT + 2 * MINUTE, 0, 20)).get().extracting(Notice::rule).isEqualTo("fence.nightExit");
    }

    @Test
    void invalidStaleLateAndFutureFixesAreIgnored() {
        Position invalid = new Position(31, 120.15, 10, Source.GNSS, false, NOON);
        assertThat(watch.located(BAND, invalid, NOON)).isEmpty();
        assertThat(watch.located(BAND, fix(NOON - 11 * MINUTE, 900, 10), NOON)).isEmpty();
        assertThat(watch.located(BAND, fix(NOON + 3 * MINUTE, 900, 10), NOON)).isEmpty();
        assertThat(at(NOON, 100, 10)).isEmpty();
        assertThat(watch.located(BAND, fix(NOON - MINUTE, 900, 10), NOON + 1)).isEmpty();
        assertThat(watch.check(BAND, NOON + 60 * MINUTE)).isEmpty();
    }

    /** Whatever comes, nobody is said to have left whose true place, within the accuracy given, was always inside. */
    @Test
    void whoIsAtHomeIsNeverSaidToHaveLeft() {
        for (int seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            FenceWatch each = new FenceWatch(RULES);
            for (int i = 0; i < 200; i++) {
                double accuracy = 5 + random.nextInt(3_000);
                double shown = random.nextDouble() * 200 + random.nextDouble() * accuracy;
                long now = NOON + i * 3 * MINUTE;
                assertThat(each.located(BAND, fix(now, shown, accuracy), now))
                        .as("seed " + seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void rulesSayWhatIsWrong() {
        assertThatThrownBy(() -> FenceRules.standard(List.of(), ZONE)).hasMessageContaining("fence.places: 0");
        assertThatThrownBy(() -> new FenceRules(1, RULES.places(), ZONE, -1, 0, 0, 22, 6, 1_000, 200, 10 * MINUTE))
                .hasMessageContaining("fence.marginMetres: -1.0");
        assertThatThrownBy(() -> new FenceRules(1, RULES.places(), ZONE, 50, 0, 0, 24, 6, 1_000, 200, 10 * MINUTE))
                .hasMessageContaining("fence.nightFromHour: 24");
    }

    private Optional<Notice> at(long now, double metresNorth, double accuracy) {
        return watch.located(BAND, fix(now, metresNorth, accuracy), now);
    }

    private static Position fix(long at, double metresNorth, double accuracy) {
        return new Position(30.25 + metresNorth / 110_857, 120.15, accuracy, Source.GNSS, true, at);
    }
}
