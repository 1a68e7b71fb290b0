package care.convoy.ingest.jt808;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.device.DeviceId;
import care.convoy.ingest.EndedCases;
import care.convoy.ingest.jt808.HeldAlarms.Episode;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The table of docs/jt808.md, row by row: a bit that stays set is one press, and a press after a closed case is another. */
class HeldAlarmsTest {
    private static final DeviceId DEVICE = new DeviceId("13912345678");
    private static final int SOS = Location.SOS;
    private static final AlertId CASE = new AlertId(new UUID(1, 1));
    private static final AlertId NEXT_CASE = new AlertId(new UUID(1, 2));
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final EndedCases ended = new EndedCases();
    private final HeldAlarms held = new HeldAlarms(ended::has);

    /** The device's clock and the gateway's run alike: each report is of another time. */
    private long now;

    private boolean isPress(int bit) {
        now += MINUTE / 10;
        Episode episode = held.set(DEVICE, bit, now, now);
        return !episode.durable() && episode.timeMillis() == now;
    }

    private boolean isPress() {
        return isPress(SOS);
    }

    private void inTheLog(AlertId alert) {
        inTheLog(SOS, alert);
    }

    private void inTheLog(int bit, AlertId alert) {
        held.durable(DEVICE, bit, held.set(DEVICE, bit, now, now).timeMillis(), alert, now);
    }

    private void pressed(AlertId alert) {
        assertThat(isPress()).isTrue();
        inTheLog(alert);
    }

    /** The bit stands in report after report, and every two minutes that is another press in the same case. */
    private void standsOn(int bit, AlertId alert) {
        for (int i = 0; i < 80; i++) {
            if (isPress(bit)) {
                inTheLog(bit, alert);
            }
        }
    }

    @Test
    void theFirstReportIsThePressUntilTheBitIsGone() {
        assertThat(held.set(DEVICE, SOS, 1_000, 0)).isEqualTo(new Episode(1_000, false));
        assertThat(held.set(DEVICE, SOS, 2_000, 1)).as("not in the log yet").isEqualTo(new Episode(1_000, false));
        held.durable(DEVICE, SOS, 1_000, CASE, 2);
        assertThat(held.set(DEVICE, SOS, 3_000, 3)).isEqualTo(new Episode(1_000, true));
        assertThat(held.set(DEVICE, 3, 3_000, 3)).as("another alarm").isEqualTo(new Episode(3_000, false));
        held.clear(DEVICE, SOS);
        assertThat(held.set(DEVICE, SOS, 4_000, 4)).isEqualTo(new Episode(4_000, false));
    }

    @Test
    void aPressOnItsWayStaysTheSameHoweverLongTheLogTakes() {
        assertThat(isPress()).isTrue();
        long first = now;
        now += 60 * MINUTE;
        held.loggedIn(DEVICE);
        assertThat(held.set(DEVICE, SOS, now, now)).isEqualTo(new Episode(first, false));
    }

    @Test
    void aBitThatIsClearedWhileItsPressIsOnItsWayIsFree() {
        assertThat(isPress()).isTrue();
        long first = now;
        held.clear(DEVICE, SOS);
        assertThat(isPress()).isTrue();
        held.durable(DEVICE, SOS, first, CASE, now);
        assertThat(isPress()).as("the second one is still on its way").isFalse();
        assertThat(held.set(DEVICE, SOS, now, now).durable()).isFalse();
    }

    @Test
    void theEndOfTheCaseBeforeDoesNotTouchAPressOnItsWay() {
        pressed(CASE);
        ended.stands(CASE, false);
        assertThat(isPress()).isTrue();
        assertThat(isPress()).as("on its way").isFalse();
        inTheLog(NEXT_CASE);
        assertThat(isPress()).as("of the next case, which is open").isFalse();
    }

    @Test
    void heldTwoMinutesAfterItWasInTheLogThenPressedAgain() {
        pressed(CASE);
        long inTheLog = now;
        now = inTheLog + HeldAlarms.HELD_NANOS - MINUTE / 10 - 1;
        assertThat(isPress()).isFalse();
        now = inTheLog + HeldAlarms.HELD_NANOS - MINUTE / 10;
        assertThat(isPress()).isTrue();
    }

    @Test
    void heldTwoMinutesAfterTheDeviceHeardTheConfirmationOnce() {
        pressed(CASE);
        now += MINUTE;
        held.confirmed(DEVICE, SOS, now);
        long heard = now;
        held.confirmed(DEVICE, SOS, now + MINUTE);
        now = heard + HeldAlarms.HELD_NANOS - MINUTE / 10 - 1;
        assertThat(isPress()).isFalse();
        now = heard + HeldAlarms.HELD_NANOS - MINUTE / 10;
        assertThat(isPress()).isTrue();
    }

    @Test
    void heldAlsoAfterTheDeviceLogsInAgainWhileItsCaseIsOpen() {
        pressed(CASE);
        held.loggedIn(DEVICE);
        assertThat(isPress()).isFalse();
    }

    @Test
    void pressedAnewOnceItsCaseHasEnded() {
        pressed(CASE);
        ended.stands(CASE, false);
        assertThat(isPress()).isTrue();
    }

    @Test
    void theEndIsKnownAlsoIfItWasHeardBeforeThePressWasKnownToBeInTheLog() {
        assertThat(isPress()).isTrue();
        ended.stands(CASE, false);
        inTheLog(CASE);
        assertThat(isPress()).isTrue();
    }

    @Test
    void aCaseThatWasOpenedAgainHasNotEnded() {
        pressed(CASE);
        ended.stands(CASE, false);
        ended.stands(CASE, true);
        assertThat(isPress()).isFalse();
    }

    @Test
    void anotherDevicesCaseSaysNothing() {
        pressed(CASE);
        ended.stands(NEXT_CASE, false);
        assertThat(isPress()).isFalse();
    }

    @Test
    void aBitThatStandsOnIsQuietForAnHourAfterTheEndOfItsCase() {
        pressed(CASE);
        standsOn(SOS, CASE);
        ended.stands(CASE, false);
        assertThat(isPress()).isFalse();
        long quietSince = now;
        now = quietSince + HeldAlarms.QUIET_NANOS - MINUTE / 10 - 1;
        held.confirmed(DEVICE, SOS, now);
        assertThat(isPress()).isFalse();
        now = quietSince + HeldAlarms.QUIET_NANOS - MINUTE / 10;
        assertThat(isPress()).isTrue();

        inTheLog(NEXT_CASE);
        ended.stands(NEXT_CASE, false);
        assertThat(isPress()).as("quiet again: it was never seen cleared").isFalse();
    }

    @Test
    void aBitThatStandsOnIsAPressAgainAfterItWasSeenCleared() {
        pressed(CASE);
        standsOn(SOS, CASE);
        ended.stands(CASE, false);
        assertThat(isPress()).isFalse();
        held.clear(DEVICE, SOS);
        assertThat(isPress()).isTrue();
        inTheLog(NEXT_CASE);
        ended.stands(NEXT_CASE, false);
        assertThat(isPress()).as("what it did before proves nothing").isTrue();
    }

    @Test
    void aBitThatStandsOnIsAPressAgainAfterTheDeviceLoggedInAnew() {
        pressed(CASE);
        standsOn(SOS, CASE);
        ended.stands(CASE, false);
        assertThat(isPress()).isFalse();
        held.loggedIn(DEVICE);
        assertThat(isPress()).isTrue();
    }

    @Test
    void whatABitDidBeforeTheDeviceLoggedInProvesNothing() {
        pressed(CASE);
        standsOn(SOS, CASE);
        held.loggedIn(DEVICE);
        ended.stands(CASE, false);
        assertThat(isPress()).isTrue();
    }

    @Test
    void aBitThatStandsOnIsAPressEveryTwoMinutesWhenItsCaseIsOpenedAgain() {
        pressed(CASE);
        standsOn(SOS, CASE);
        ended.stands(CASE, false);
        assertThat(isPress()).isFalse();
        ended.stands(CASE, true);
        now += HeldAlarms.QUIET_NANOS;
        assertThat(isPress()).isTrue();
    }

    @Test
    void pressingAgainAndAgainIsNoBitThatStandsOn() {
        pressed(CASE);
        for (int i = 0; i < 20; i++) {
            now += HeldAlarms.HELD_NANOS;
            pressed(CASE);
        }
        ended.stands(CASE, false);
        assertThat(isPress()).isTrue();
    }

    @Test
    void fiveMinutesOfTheSameReportAreNoBitThatStandsOn() {
        pressed(CASE);
        long told = now;
        for (int i = 0; i < 100; i++) {
            now += MINUTE;
            held.confirmed(DEVICE, SOS, now);
            if (!held.set(DEVICE, SOS, told, now).durable()) {
                held.durable(DEVICE, SOS, told, CASE, now);
            }
        }
        ended.stands(CASE, false);
        assertThat(isPress()).isTrue();
    }

    @Test
    void whatIsNoCallForHelpIsHeldTwoMinutesAlsoIfItsCaseHasEndedAndIsQuietLikewise() {
        assertThat(isPress(Location.AREA)).isTrue();
        inTheLog(Location.AREA, CASE);
        ended.stands(CASE, false);
        assertThat(isPress(Location.AREA)).isFalse();
        now += HeldAlarms.HELD_NANOS;
        assertThat(isPress(Location.AREA)).isTrue();
        inTheLog(Location.AREA, NEXT_CASE);
        standsOn(Location.AREA, NEXT_CASE);
        ended.stands(NEXT_CASE, false);
        now += HeldAlarms.HELD_NANOS;
        assertThat(isPress(Location.AREA)).isFalse();
    }

    @Test
    void isBounded() {
        for (int i = 0; i <= HeldAlarms.MAX_HELD; i++) {
            held.set(new DeviceId("d" + i), SOS, 1, 0);
        }
        assertThat(held.size()).isEqualTo(HeldAlarms.MAX_HELD);
    }
}
