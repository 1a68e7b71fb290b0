package care.convoy.notify.voice;

/** Pulse code modulation of voice frequencies (ITU-T G.711): 16-bit samples to one byte and back. */
final class G711 {
    private static final int ALTERNATE_BITS = 0x55;
    private static final int SIGN = 0x80;
    private static final int U_BIAS = 33;
    private static final int U_LARGEST = 8_158;
    /** What silence is in A-law and in u-law. */
    static final byte A_SILENCE = (byte) 0xD5;

    static final byte U_SILENCE = (byte) 0xFF;

    private G711() {}

    /** @param sample -32,768 to 32,767, of which G.711 keeps 13 bits */
    static byte toALaw(int sample) {
        int magnitude = (sample < 0 ? ~sample : sample) >> 3;
        int segment = magnitude < 32 ? 0 : log2(magnitude) - 4;
        int step = (magnitude >> Math.max(segment, 1)) & 0x0F;
        int sign = sample < 0 ? 0 : SIGN;
        return (byte) ((sign | (segment << 4) | step) ^ ALTERNATE_BITS);
    }

    /** @param sample -32,768 to 32,767, of which G.711 keeps 14 bits */
    static byte toULaw(int sample) {
        int magnitude = Math.min((sample < 0 ? ~sample : sample) >> 2, U_LARGEST) + U_BIAS;
        int segment = log2(magnitude) - 5;
        int step = (magnitude >> (segment + 1)) & 0x0F;
        int sign = sample < 0 ? SIGN : 0;
        return (byte) ~(sign | (segment << 4) | step);
    }

    static short fromALaw(byte code) {
        int bits = (code & 0xFF) ^ ALTERNATE_BITS;
        int segment = (bits >> 4) & 0x07;
        int step = 2 * (bits & 0x0F) + 1;
        int magnitude = segment == 0 ? step : (step + 32) << (segment - 1);
        return (short) ((bits & SIGN) == 0 ? -8 * magnitude : 8 * magnitude);
    }

    static short fromULaw(byte code) {
        int bits = ~code & 0xFF;
        int segment = (bits >> 4) & 0x07;
        int magnitude = ((2 * (bits & 0x0F) + U_BIAS) << segment) - U_BIAS;
        return (short) ((bits & SIGN) == 0 ? 4 * magnitude : -4 * magnitude);
    }

    private static int log2(int positive) {
        return 31 - Integer.numberOfLeadingZeros(positive);
    }
}
