package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Against the formulas of G.711: segments of which each is twice as steep as the one before. */
class G711Test {
    /** What a code of A-law stands for: table 1a of G.711, in the 13 bits that it is about. */
    private static int aLaw(int code) {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 7;
        int step = bits & 15;
        double value = segment == 0 ? 2 * step + 1 : Math.pow(2, segment) * (16.5 + step);
        return (int) ((bits & 0x80) == 0 ? -value : value);
    }

    /** What a code of u-law stands for: table 2a, in 14 bits. */
    private static int uLaw(int code) {
        int bits = ~code;
        int segment = (bits >> 4) & 7;
        int step = bits & 15;
        double value = Math.pow(2, segment) * (2 * step + 33) - 33;
        return (int) ((bits & 0x80) == 0 ? value : -value);
    }

    @Test
    void everyCodeStandsForTheValueOfTheTable() {
        for (int code = 0; code < 256; code++) {
            assertThat((int) G711.fromALaw((byte) code)).as("A-law %d", code).isEqualTo(8 * aLaw(code));
            assertThat((int) G711.fromULaw((byte) code)).as("u-law %d", code).isEqualTo(4 * uLaw(code));
        }
        // table 1a and 2a: the smallest and the largest
        assertThat(G711.fromALaw((byte) 0xD5)).isEqualTo((short) 8);
        assertThat(G711.fromALaw((byte) 0xAA)).isEqualTo((short) (8 * 4_032));
        assertThat(G711.fromULaw((byte) 0xFF)).isEqualTo((short) 0);
        assertThat(G711.fromULaw((byte) 0x80)).isEqualTo((short) (4 * 8_031));
    }

    @Test
    void everyCodeComesBackAndEverySampleIsOffByHalfAStepAtMost() {
        for (int code = 0; code < 256; code++) {
            assertThat(G711.toALaw(G711.fromALaw((byte) code))).isEqualTo((byte) code);
            // u-law has two zeros
            if (code != 0x7F) {
                assertThat(G711.toULaw(G711.fromULaw((byte) code))).isEqualTo((byte) code);
            }
        }
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int size = Math.abs(sample);
            int aStep = size < 512 ? 16 : Integer.highestOneBit(size) >> 4;
            assertThat(Math.abs(G711.fromALaw(G711.toALaw(sample)) - sample)).isLessThanOrEqualTo(aStep / 2 + 8);
            if (size < 4 * 8_158) {
                int uStep = Integer.highestOneBit(size + 132) >> 4;
                assertThat(Math.abs(G711.fromULaw(G711.toULaw(sample)) - sample))
                        .isLessThanOrEqualTo(uStep / 2 + 4);
            }
        }
        assertThat(G711.toALaw(0)).isEqualTo(G711.A_SILENCE);
        assertThat(G711.toULaw(0)).isEqualTo(G711.U_SILENCE);
    }
}
