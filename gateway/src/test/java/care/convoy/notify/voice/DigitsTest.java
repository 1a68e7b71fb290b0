package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {
    private final Digits digits = new Digits();

    private char read(char key, boolean end, int samples, long pressedAt, long source) {
        return digits.read(new RtpPacket(false, Sdp.OUR_EVENTS, 1, pressedAt, source, Digits.event(key, end, samples)));
    }

    @Test
    void aKeyCountsOnceHoweverOftenItIsSent() {
        assertThat(read('1', false, 160, 1_000, 7)).isEqualTo('1');
        assertThat(read('1', false, 320, 1_000, 7)).isEqualTo(Digits.NONE);
        for (int repeat = 0; repeat < 3; repeat++) {
            assertThat(read('1', true, 480, 1_000, 7)).isEqualTo(Digits.NONE);
        }
        // once more, as a key of its own
        assertThat(read('1', true, 480, 2_000, 7)).isEqualTo('1');
        // late, of the one before
        assertThat(read('1', true, 480, 1_000, 7)).isEqualTo(Digits.NONE);
    }

    @Test
    void onlyTheEndThatArrivesIsEnough() {
        assertThat(read('#', true, 800, 5, 1)).isEqualTo('#');
    }

    @Test
    void theTimestampMayRunOver() {
        assertThat(read('4', true, 800, 0xFFFFFF00L, 1)).isEqualTo('4');
        assertThat(read('5', true, 800, 0x100L, 1)).isEqualTo('5');
        assertThat(read('4', true, 800, 0xFFFFFF00L, 1)).isEqualTo(Digits.NONE);
    }

    @Test
    void anotherSourceBeginsAnew() {
        assertThat(read('4', true, 800, 1_000, 1)).isEqualTo('4');
        assertThat(read('5', true, 800, 10, 2)).isEqualTo('5');
    }

    @Test
    void whatIsNoKeyIsNone() {
        ByteBuffer flash = ByteBuffer.wrap(new byte[] {16, 10, 0, 100});
        assertThat(digits.read(new RtpPacket(false, 101, 1, 1, 1, flash))).isEqualTo(Digits.NONE);
        assertThat(digits.read(new RtpPacket(false, 101, 1, 1, 1, ByteBuffer.allocate(3))))
                .isEqualTo(Digits.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dtmf-relay | Signal=1%Duration=160 | 1",
                "dtmf-relay | Signal = 9%Duration=160 | 9",
                "DTMF-Relay | Duration=160%signal=# | #",
                "dtmf | *% | *",
                "dtmf-relay | Signal=12 | none",
                "dtmf-relay | 1 | none",
                "dtmf-relay | Signal | none",
                "dtmf | x | none",
                "sdp | 1 | none",
            })
    void readsWhatSipInfoTells(String subtype, String body, String key) {
        char expected = key.equals("none") ? Digits.NONE : key.charAt(0);
        assertThat(Digits.ofInfo(subtype, body.replace("%", "\r\n"))).isEqualTo(expected);
    }
}
