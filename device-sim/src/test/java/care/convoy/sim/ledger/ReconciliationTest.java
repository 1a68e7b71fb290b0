package care.convoy.sim.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.device.MessageKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults are planted here, so that 'lost 0 doubled 0' means something. */
class ReconciliationTest {
    private final PressBook book = new PressBook();

    private static MessageKey key(int resident, long sequence) {
        return new MessageKey("d" + resident, 9, sequence);
    }

    private void press(int resident, long sequence, String alertId) {
        book.sent(key(resident, sequence), "r" + resident);
        book.received(key(resident, sequence), alertId);
    }

    private static OpenAlert alert(String id, int resident, int presses) {
        return new OpenAlert(id, "r" + resident, "d" + resident, presses);
    }

    private Reconciliation with(OpenAlert... open) {
        return Reconciliation.of(book, List.of(open));
    }

    @Test
    void onePressOneAlertIsClean() {
        press(1, 1, "a");
        press(2, 1, "b");

        Reconciliation result = with(alert("a", 1, 1), alert("b", 2, 1), alert("other", 77, 5));

        assertThat(result.isClean()).isTrue();
        assertThat(result.alerts()).isEqualTo(2);
    }

    @Test
    void aReceivedPressWithoutAnAlertIsLost() {
        press(1, 1, "a");
        press(2, 1, "b");

        Reconciliation result = with(alert("a", 1, 1));

        assertThat(result.lost()).isEqualTo(1);
        assertThat(result.isClean()).isFalse();
        assertThat(result.findings()).singleElement().asString().startsWith("r2:");
    }

    @Test
    void aPressWhoseAlertTheClientWasNotToldIsLookedForByItsResident() {
        press(1, 1, PressBook.ALERT_NOT_TOLD);
        press(2, 1, PressBook.ALERT_NOT_TOLD);

        assertThat(with(alert("a", 1, 1), alert("b", 2, 1)).isClean()).isTrue();
        assertThat(with(alert("a", 1, 1)).lost()).isEqualTo(1);
    }

    @Test
    void aReceivedPressOfAnotherAlertThanTheOpenOneIsLost() {
        press(1, 1, "gone");

        assertThat(with(alert("new", 1, 1)).lost()).isEqualTo(1);
    }

    @Test
    void aPressUnderAnotherNameIsNotLostIfTheAlertThatOthersWereToldCountedAll() {
        press(1, 1, "named by one gateway");
        press(1, 2, "named by another, and in the log");

        assertThat(with(alert("named by another, and in the log", 1, 2)).isClean())
                .isTrue();
        assertThat(with(alert("named by another, and in the log", 1, 1)).lost()).isEqualTo(1);
        assertThat(with(alert("named by nobody", 1, 2)).lost()).isEqualTo(2);
    }

    @Test
    void aReceivedPressThatTheAlertDidNotCountIsLost() {
        press(1, 1, "a");
        press(1, 2, "a");

        assertThat(with(alert("a", 1, 1)).lost()).isEqualTo(1);
    }

    @Test
    void aRepeatCountedTwiceIsDoubled() {
        press(1, 1, "a");

        Reconciliation result = with(alert("a", 1, 2));

        assertThat(result.doubled()).isEqualTo(1);
        assertThat(result.lost()).isZero();
    }

    @Test
    void twoOpenAlertsOfOneResidentAreDoubled() {
        press(1, 1, "a");
        press(1, 2, "b");

        assertThat(with(alert("a", 1, 1), alert("b", 1, 1)).doubled()).isEqualTo(1);
    }

    @Test
    void aPressThatWaitsMayHaveBeenHeardOrNot() {
        press(1, 1, "a");
        book.sent(key(1, 2), "r1");

        assertThat(with(alert("a", 1, 1)).lost()).isZero();
        assertThat(with(alert("a", 1, 2)).doubled()).isZero();
        assertThat(with(alert("a", 1, 2)).waiting()).isEqualTo(1);
        assertThat(with(alert("a", 1, 2)).isClean()).isFalse();
        assertThat(with(alert("a", 1, 3)).doubled()).isEqualTo(1);
    }

    @Test
    void whatWasOpenBeforeIsTakenOff() {
        book.wasOpen(alert("a", 1, 4));
        press(1, 1, "a");

        assertThat(with(alert("a", 1, 5)).isClean()).isTrue();
        assertThat(with(alert("a", 1, 4)).lost()).isEqualTo(1);
        assertThat(with(alert("a", 1, 6)).doubled()).isEqualTo(1);
    }

    @Test
    void aRenumberedPressMayHaveBeenHeardUnderBothNumbers() {
        book.sent(key(1, 1), "r1");
        book.renumbered(key(1, 1), key(1, 2));
        book.received(key(1, 2), "a");

        assertThat(with(alert("a", 1, 1)).isClean()).isTrue();
        assertThat(with(alert("a", 1, 2)).isClean()).isTrue();
        assertThat(with(alert("a", 1, 3)).doubled()).isEqualTo(1);
    }

    @Test
    void twoAlertsForOneNumberAreAContradiction() {
        press(1, 1, "a");
        book.received(key(1, 1), "b");

        Reconciliation result = with(alert("a", 1, 1));

        assertThat(result.isClean()).isFalse();
        assertThat(result.findings()).singleElement().asString().contains("received as a and again as b");
    }

    @Test
    void receivedForNothingSentIsAContradiction() {
        book.received(key(1, 5), "a");

        assertThat(with().isClean()).isFalse();
    }
}
