package care.convoy.firmware;

import static care.convoy.firmware.SequenceWindow.Verdict.FOREIGN_EPOCH;
import static care.convoy.firmware.SequenceWindow.Verdict.NEW;
import static care.convoy.firmware.SequenceWindow.Verdict.REPEAT;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceWindowTest {

    private final SequenceWindow window = new SequenceWindow(7);

    private SequenceWindow.Verdict ordinary(long epoch, long sequence) {
        return window.judge(Header.of(epoch, sequence, 0), MessageType.VITALS);
    }

    private SequenceWindow.Verdict press(long epoch, long sequence) {
        return window.judge(Header.of(epoch, sequence, 0), MessageType.SOS);
    }

    @Test
    void ordinaryNumberIsTakenOnce() {
        assertThat(ordinary(7, 3)).isEqualTo(NEW);
        assertThat(ordinary(7, 3)).isEqualTo(REPEAT);
        assertThat(ordinary(7, 2)).isEqualTo(REPEAT);
        assertThat(ordinary(7, 9)).isEqualTo(NEW);
        assertThat(window.highestOrdinary()).isEqualTo(9);
    }

    @Test
    void numberFarBackBeginsAnew() {
        assertThat(ordinary(7, Header.MAX_U32)).isEqualTo(NEW);
        assertThat(ordinary(7, Header.MAX_U32 - 1023)).isEqualTo(REPEAT);
        assertThat(ordinary(7, Header.MAX_U32 - 1024)).isEqualTo(NEW);
        assertThat(ordinary(7, 1)).isEqualTo(NEW);
        assertThat(window.highestOrdinary()).isEqualTo(1);
    }

    @Test
    void recordedOrdinaryMessageOfAnotherEpochIsForeign() {
        assertThat(ordinary(6, 50)).isEqualTo(FOREIGN_EPOCH);
        assertThat(ordinary(8, 50)).isEqualTo(FOREIGN_EPOCH);
        assertThat(window.highestOrdinary()).isZero();
    }

    @Test
    void pressFromBeforeTheRestartIsNewOnceAndThenARepeat() {
        assertThat(press(6, 50)).isEqualTo(NEW);
        assertThat(press(6, 50)).isEqualTo(REPEAT);
        assertThat(press(7, 50)).isEqualTo(NEW);
    }

    @Test
    void pressDoesNotMoveTheOrdinaryMark() {
        assertThat(ordinary(7, 3)).isEqualTo(NEW);
        assertThat(press(7, 900)).isEqualTo(NEW);
        assertThat(ordinary(7, 4)).isEqualTo(NEW);
    }

    @Test
    void pressWithoutANumberIsAlwaysNew() {
        assertThat(press(7, 0)).isEqualTo(NEW);
        assertThat(press(7, 0)).isEqualTo(NEW);
        assertThat(press(0, 4)).isEqualTo(NEW);
        assertThat(press(0, 4)).isEqualTo(NEW);
    }

    @Test
    void whenInDoubtAPressIsNew() {
        assertThat(press(7, 1)).isEqualTo(NEW);
        for (int i = 2; i < 18; i++) {
            assertThat(press(7, i)).isEqualTo(NEW);
        }
        assertThat(press(7, 1)).isEqualTo(NEW);
    }
}
