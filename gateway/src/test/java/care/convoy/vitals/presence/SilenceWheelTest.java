package care.convoy.vitals.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.vitals.presence.SilenceWheel.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SilenceWheelTest {
    private static final long START = -5_000_000_000L;
    private static final int MINUTE = 60_000;
    private static final SilenceDeadline FIVE_MINUTES = SilenceDeadline.of(5 * MINUTE);

    private final Told told = new Told();

    @Test
    void aDeviceThatIsSeenInTimeIsNeverSilent() {
        SilenceWheel wheel = wheel(1);
        wheel.arm(0, FIVE_MINUTES, START);
        for (long at = 0; at < 24 * 60 * MINUTE; at += 250) {
            if (at % (5 * MINUTE) == 0) {
                wheel.seen(0, START + at);
            }
            wheel.advance(START + at);
        }
        assertThat(told.lines).containsExactly("present 0");
    }

    @Test
    void silenceIsToldWithinTwoSecondsOfTheDeadlineAndCuredWhenTheDeviceReturns() {
        SilenceWheel wheel = wheel(1);
        wheel.arm(0, FIVE_MINUTES, START);
        wheel.seen(0, START + 1_000);
        run(wheel, 0, 700_000);
        assertThat(told.lines).containsExactly("present 0", "silent 0");
        assertThat(told.silentSeen).isEqualTo(START + 1_000);
        assertThat(told.silentDeadline).isEqualTo(START + 601_000);
        assertThat(told.silentAt - told.silentDeadline).isBetween(0L, 2_000L);
        wheel.seen(0, START + 700_100);
        run(wheel, 700_000, 703_000);
        assertThat(told.lines).endsWith("returned 0");
        assertThat(wheel.state(0)).isEqualTo(State.PRESENT);
        run(wheel, 703_000, 1_302_000);
        assertThat(told.lines.getLast()).isEqualTo("silent 0");
        assertThat(told.silentDeadline).isEqualTo(START + 1_300_100);
    }

    @Test
    void afterARestartADeviceIsUnknownForTwoIntervals() {
        SilenceWheel wheel = wheel(2);
        wheel.arm(0, FIVE_MINUTES, START);
        wheel.arm(1, new SilenceDeadline(5 * MINUTE, 0), START);
        run(wheel, 0, 599_750);
        assertThat(told.lines).isEmpty();
        assertThat(wheel.state(0)).isEqualTo(State.UNKNOWN);
        assertThat(wheel.count(State.UNKNOWN)).isEqualTo(2);
        run(wheel, 599_750, 601_000);
        assertThat(told.lines).containsExactlyInAnyOrder("silent 0", "silent 1");
        assertThat(told.silentSeen).isEqualTo(SilenceWheel.NEVER);
        assertThat(told.silentAt - told.silentDeadline).isBetween(0L, 2_000L);
    }

    @Test
    void aLeapOfTimeMakesNobodySilent() {
        SilenceWheel wheel = wheel(3);
        for (int slot = 0; slot < 3; slot++) {
            wheel.arm(slot, FIVE_MINUTES, START);
        }
        wheel.seen(0, START + 10);
        wheel.seen(1, START + 10);
        run(wheel, 0, 601_500);
        assertThat(told.lines).containsExactlyInAnyOrder("present 0", "present 1", "silent 2", "silent 0", "silent 1");
        wheel.seen(0, START + 601_600);
        run(wheel, 601_500, 604_000);
        told.lines.clear();

        long awake = 50L * 24 * 60 * MINUTE;
        wheel.advance(START + awake);
        assertThat(told.lines).containsExactly("gap");
        assertThat(wheel.state(0)).isEqualTo(State.UNKNOWN);
        assertThat(wheel.state(1)).isEqualTo(State.SILENT);
        run(wheel, awake, awake + 599_000);
        assertThat(told.lines).containsExactly("gap");
        wheel.seen(1, START + awake + 599_000);
        run(wheel, awake + 599_000, awake + 602_000);
        assertThat(told.lines).containsExactlyInAnyOrder("gap", "silent 0", "returned 1");
    }

    @Test
    void aDeviceSeenAfterTheLeapIsPresentAndItsDeadlineCountsFromThen() {
        SilenceWheel wheel = wheel(1);
        wheel.arm(0, FIVE_MINUTES, START);
        wheel.seen(0, START + 10);
        run(wheel, 0, 1_000);
        wheel.advance(START + 900_000);
        wheel.seen(0, START + 901_000);
        run(wheel, 900_000, 1_500_500);
        assertThat(told.lines).containsExactly("gap", "present 0");
        run(wheel, 1_500_500, 1_502_000);
        assertThat(told.lines.getLast()).isEqualTo("silent 0");
        assertThat(told.silentDeadline).isEqualTo(START + 1_501_000);
    }

    @Test
    void timeThatGoesBackChangesNothing() {
        SilenceWheel wheel = wheel(1);
        wheel.arm(0, FIVE_MINUTES, START);
        run(wheel, 0, 300_000);
        wheel.advance(START + 5);
        wheel.advance(Long.MIN_VALUE / 2);
        run(wheel, 300_000, 599_750);
        assertThat(told.lines).isEmpty();
        run(wheel, 599_750, 601_000);
        assertThat(told.lines).containsExactly("silent 0");
    }

    @Test
    void aShorterDeadlineHoldsAtOnceAndALongerOneCures() {
        SilenceWheel wheel = wheel(1);
        wheel.arm(0, SilenceDeadline.of(60 * MINUTE), START);
        wheel.seen(0, START);
        run(wheel, 0, 400_000);
        wheel.changeDeadline(0, SilenceDeadline.of(MINUTE));
        run(wheel, 400_000, 401_000);
        assertThat(told.lines).containsExactly("present 0", "silent 0");
        wheel.changeDeadline(0, SilenceDeadline.of(60 * MINUTE));
        run(wheel, 401_000, 404_000);
        assertThat(told.lines).endsWith("returned 0");
    }

    @Test
    void aSlotThatIsNotWatchedIsNeverToldOf() {
        SilenceWheel wheel = wheel(2);
        wheel.arm(0, FIVE_MINUTES, START);
        wheel.disarm(0);
        wheel.disarm(0);
        wheel.seen(1, START);
        run(wheel, 0, 700_000);
        assertThat(told.lines).isEmpty();
        assertThat(wheel.count(State.ABSENT)).isEqualTo(2);
        wheel.arm(0, FIVE_MINUTES, START + 700_000);
        assertThat(wheel.seenMillis(0)).isEqualTo(SilenceWheel.NEVER);
        assertThatThrownBy(() -> wheel.arm(0, FIVE_MINUTES, START)).hasMessageContaining("armed already");
        assertThatThrownBy(() -> wheel.changeDeadline(1, FIVE_MINUTES)).hasMessageContaining("not armed");
        assertThatThrownBy(() -> wheel.arm(2, FIVE_MINUTES, START)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void deadlinesSayWhatIsWrong() {
        assertThatThrownBy(() -> new SilenceDeadline(999, 0)).hasMessageContaining("silence.intervalMillis: 999");
        assertThatThrownBy(() -> new SilenceDeadline(1_000, -1)).hasMessageContaining("silence.graceMillis: -1");
        assertThat(SilenceDeadline.of(10_000)).isEqualTo(new SilenceDeadline(10_000, 60_000));
        assertThat(SilenceDeadline.of(0)).isEqualTo(new SilenceDeadline(1_000, 60_000));
        assertThat(SilenceDeadline.of(Long.MAX_VALUE).intervalMillis()).isEqualTo(86_400_000);
    }

    /** Against a plain list of devices that is looked at whole, in each of many random worlds. */
    @Test
    void agreesWithAListThatIsLookedAtWhole() {
        for (int seed = 1; seed <= 40; seed++) {
            new World(seed).live();
        }
    }

    private SilenceWheel wheel(int capacity) {
        return new SilenceWheel(capacity, START, told);
    }

    private void run(SilenceWheel wheel, long from, long to) {
        for (long at = from; at <= to; at += 250) {
            told.now = START + at;
            wheel.advance(START + at);
        }
    }

    private static final class Told implements SilenceWheel.Listener {
        private final List<String> lines = new ArrayList<>();
        private long now;
        private long silentAt;
        private long silentSeen;
        private long silentDeadline;

        @Override
        public void present(int slot, long seenMillis) {
            lines.add("present " + slot);
        }

        @Override
        public void silent(int slot, long seenMillis, long deadlineMillis) {
            lines.add("silent " + slot);
            silentAt = now;
            silentSeen = seenMillis;
            silentDeadline = deadlineMillis;
        }

        @Override
        public void returned(int slot, long seenMillis) {
            lines.add("returned " + slot);
        }

        @Override
        public void gap(long fromMillis, long toMillis) {
            lines.add("gap");
        }
    }

    /** A few hundred devices with intervals from seconds to a day, over ten days; calls up to a second apart. */
    private static final class World implements SilenceWheel.Listener {
        private static final int DEVICES = 60;
        private final int seed;
        private final Random random;
        private final SilenceWheel wheel = new SilenceWheel(DEVICES, START, this);
        private final int[] deadline = new int[DEVICES];
        private final long[] lastSeen = new long[DEVICES];
        private final boolean[] alive = new boolean[DEVICES];
        private final boolean[] silent = new boolean[DEVICES];
        private final long[] nextBeat = new long[DEVICES];
        private long now;
        private int silences;

        World(int seed) {
            this.seed = seed;
            random = new Random(seed);
        }

        void live() {
            for (int slot = 0; slot < DEVICES; slot++) {
                SilenceDeadline each = SilenceDeadline.of(1_000L << random.nextInt(17));
                deadline[slot] = each.silentAfterMillis();
                alive[slot] = random.nextInt(4) > 0;
                nextBeat[slot] = random.nextInt(each.intervalMillis());
                wheel.arm(slot, each, START);
                lastSeen[slot] = 0;
            }
            long end = 3L * 24 * 3_600_000;
            while (now < end) {
                now += 1 + random.nextInt(random.nextInt(50) == 0 ? 9_000 : 5_000);
                for (int slot = 0; slot < DEVICES; slot++) {
                    beat(slot);
                }
                wheel.advance(START + now);
                check();
            }
            assertThat(silences).as("seed " + seed).isPositive();
        }

        private void beat(int slot) {
            if (alive[slot] && nextBeat[slot] <= now) {
                wheel.seen(slot, START + now);
                lastSeen[slot] = now;
                nextBeat[slot] = now + deadline[slot] / 3;
            }
            if (random.nextInt(20_000) == 0) {
                alive[slot] = !alive[slot];
            }
        }

        private void check() {
            for (int slot = 0; slot < DEVICES; slot++) {
                long late = now - lastSeen[slot] - deadline[slot];
                if (late >= 512) {
                    assertThat(silent[slot])
                            .as("seed %d slot %d at %d, late %d", seed, slot, now, late)
                            .isTrue();
                } else if (late < -deadline[slot] + 1) {
                    // Seen just now: noticed within 2 s.
                    continue;
                } else if (late < 0 && now - lastSeen[slot] > 2_560 + 9_000) {
                    assertThat(silent[slot])
                            .as("seed %d slot %d at %d, late %d", seed, slot, now, late)
                            .isFalse();
                }
            }
        }

        @Override
        public void present(int slot, long seenMillis) {
            assertThat(silent[slot]).isFalse();
        }

        @Override
        public void silent(int slot, long seenMillis, long deadlineMillis) {
            assertThat(silent[slot])
                    .as("seed %d slot %d silent twice", seed, slot)
                    .isFalse();
            assertThat(deadlineMillis)
                    .isEqualTo(START + lastSeen[slot] + deadline[slot])
                    .isLessThanOrEqualTo(START + now);
            silent[slot] = true;
            silences++;
        }

        @Override
        public void returned(int slot, long seenMillis) {
            assertThat(silent[slot]).isTrue();
            assertThat(seenMillis).isEqualTo(START + lastSeen[slot]);
            silent[slot] = false;
        }

        @Override
        public void gap(long fromMillis, long toMillis) {
            throw new AssertionError("seed " + seed + ": no leap was made");
        }
    }
}
