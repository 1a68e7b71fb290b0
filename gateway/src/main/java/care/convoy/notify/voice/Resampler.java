package care.convoy.notify.voice;

/**
 * Audio of another rate to 8,000 samples a second. What a telephone cannot carry is filtered out first: a sinc of {@value #ZEROS} zero crossings on either
 * side at {@value #CUT_HERTZ} Hz, under a Hann window.
 */
final class Resampler {
    private static final int CUT_HERTZ = 3_600;
    private static final int ZEROS = 16;

    private Resampler() {}

    /** @param rate samples a second, at least 8,000 */
    static short[] to8000(short[] in, int rate) {
        if (rate == Codec.SAMPLES_PER_SECOND) {
            return in;
        }
        // in the lowest terms, so that the same few filters come again and again
        int common = gcd(rate, Codec.SAMPLES_PER_SECOND);
        int step = rate / common;
        int phases = Codec.SAMPLES_PER_SECOND / common;
        double cut = 2.0 * CUT_HERTZ / rate;
        int reach = (int) Math.ceil(ZEROS / cut);
        double[][] filters = new double[phases][];
        short[] out = new short[(int) ((long) in.length * phases / step)];
        for (int at = 0; at < out.length; at++) {
            long place = (long) at * step;
            int phase = (int) (place % phases);
            if (filters[phase] == null) {
                filters[phase] = filter((double) phase / phases, cut, reach);
            }
            out[at] = filtered(in, (int) (place / phases) - reach + 1, filters[phase]);
        }
        return out;
    }

    private static short filtered(short[] in, int first, double[] filter) {
        double sum = 0;
        for (int tap = Math.max(0, -first); tap < Math.min(filter.length, in.length - first); tap++) {
            sum += in[first + tap] * filter[tap];
        }
        return (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
    }

    /** What the samples around a place count. @param fraction how far behind the sample in the middle it is, below 1 */
    private static double[] filter(double fraction, double cut, int reach) {
        double[] weights = new double[2 * reach];
        for (int tap = 0; tap < weights.length; tap++) {
            weights[tap] = weight(tap - reach + 1 - fraction, cut, reach);
        }
        return weights;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static double weight(double distance, double cut, int reach) {
        if (Math.abs(distance) >= reach) {
            return 0;
        }
        double turn = Math.PI * cut * distance;
        double sinc = Math.abs(turn) < 1e-9 ? cut : Math.sin(turn) / (Math.PI * distance);
        return sinc * (0.5 + 0.5 * Math.cos(Math.PI * distance / reach));
    }
}
