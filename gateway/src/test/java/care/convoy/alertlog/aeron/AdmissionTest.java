package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int MOST = 8_192;
    private static final long MILLI = 1_000_000;

    private final Admission admission = new Admission(MOST, 0);
    private final Deque<Long> underWay = new ArrayDeque<>();
    private long longestNanos;
    private long refused;
    private long nowNanos;

    /** A log that answers so many a second, asked so many a second. */
    private void run(int seconds, int asked, int answered) {
        longestNanos = 0;
        refused = 0;
        for (int milli = 0; milli < seconds * 1_000; milli++) {
            nowNanos += MILLI;
            for (int i = 0; i < share(asked, milli); i++) {
                if (underWay.size() < admission.limit(Rank.ALARM)) {
                    underWay.add(nowNanos);
                } else {
                    refused++;
                }
            }
            for (int i = 0; i < share(answered, milli) && !underWay.isEmpty(); i++) {
                long waited = nowNanos - underWay.removeFirst();
                admission.answered(waited);
                longestNanos = Math.max(longestNanos, waited);
            }
            admission.look(nowNanos);
        }
    }

    private static int share(int perSecond, int milli) {
        return perSecond * (milli + 1) / 1_000 - perSecond * milli / 1_000;
    }

    @Test
    void aLogThatIsAskedForMoreThanItCanDoAnswersInTimeWhatItTakes() {
        run(5, 1_000, 300);
        run(10, 1_000, 300);

        assertThat(longestNanos).isLessThan(600 * MILLI);
        assertThat(refused).isBetween(6_000L, 8_000L);
    }

    @Test
    void whenTheLoadEndsEverythingIsTakenAgain() {
        run(10, 1_000, 300);
        run(15, 100, 300);
        run(5, 100, 300);

        assertThat(admission.limit(Rank.ALARM)).isEqualTo(MOST);
        assertThat(refused).isZero();
    }

    @Test
    void whatALogCanDoIsNeverRefused() {
        run(20, 300, 320);

        assertThat(refused).isZero();
        assertThat(admission.limit(Rank.ALARM)).isEqualTo(MOST);
    }

    /** The second in which another leader is elected. */
    @Test
    void aLogThatAnswersNothingIsNotTakenForAnOverloadedOne() {
        run(5, 300, 1_000);
        run(1, 300, 0);

        assertThat(admission.limit(Rank.ALARM)).isEqualTo(MOST);
        run(3, 300, 1_000);
        assertThat(refused).isZero();
    }

    @Test
    void aFewAreAlwaysAllowed() {
        run(20, 1_000, 10);

        assertThat(admission.limit(Rank.ALARM)).isEqualTo(Admission.LEAST);
    }

    @Test
    void alarmsHaveTheRightOfWay() {
        for (int underWay = 0; underWay < MOST; underWay++) {
            boolean operator = underWay < admission.limit(Rank.OPERATOR);
            boolean rest = underWay < admission.limit(Rank.REST);
            assertThat(underWay).isLessThan(admission.limit(Rank.ALARM));
            assertThat(operator).isEqualTo(underWay < MOST * 3 / 4);
            assertThat(rest).isEqualTo(underWay < Admission.MOST_OF_REST);
        }
    }

    @Test
    void onALogThatIsAskedForTooMuchHalfIsKeptFromTheRest() {
        run(20, 1_000, 10);

        assertThat(admission.limit(Rank.ALARM)).isEqualTo(Admission.LEAST);
        assertThat(admission.limit(Rank.OPERATOR)).isEqualTo(Admission.LEAST * 3 / 4);
        assertThat(admission.limit(Rank.REST)).isEqualTo(Admission.LEAST / 2);
    }

    @Test
    void everyRankGetsThroughALogThatAllowsOneCommand() {
        Admission one = new Admission(1, 0);
        for (Rank rank : Rank.values()) {
            assertThat(one.limit(rank)).isEqualTo(1);
        }
    }
}
