package care.convoy.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Makes hostile inputs out of good ones; the same seed makes the same ones. */
final class Mutator {
    private static final int LONGEST = 8_192;
    private static final int[] TELLING = {0, 1, 0x7F, 0x80, 0xFF, '"', '{', '[', ']', '*', ',', '\\', '0', '9', '-', 'e'
    };

    private final RandomGenerator random;
    private final List<byte[]> seeds;

    Mutator(List<byte[]> seeds, long seed) {
        this.seeds = seeds;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    byte[] next() {
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        for (int change = random.nextInt(8); change >= 0; change--) {
            input = changed(input);
        }
        return input.length > LONGEST ? Arrays.copyOf(input, LONGEST) : input;
    }

    private byte[] changed(byte[] input) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int at = random.nextInt(input.length);
        int length = 1 + random.nextInt(Math.min(16, input.length - at));
        switch (random.nextInt(9)) {
            case 0 -> input[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[at] = (byte) random.nextInt(256);
            case 2 -> input[at] = (byte) TELLING[random.nextInt(TELLING.length)];
            case 3 -> input[at] += (byte) (random.nextBoolean() ? 1 : -1);
            case 4 -> {
                return Arrays.copyOf(input, at);
            }
            case 5 -> {
                return spliced(input, at, at + length, new byte[0]);
            }
            case 6 -> {
                byte[] some = new byte[length];
                random.nextBytes(some);
                return spliced(input, at, at, some);
            }
            case 7 -> {
                return spliced(input, at, at, Arrays.copyOfRange(input, at, at + length));
            }
            default -> {
                byte[] other = seeds.get(random.nextInt(seeds.size()));
                int from = other.length == 0 ? 0 : random.nextInt(other.length);
                return spliced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
            }
        }
        return input;
    }

    /** With what lies between the two places replaced. */
    private static byte[] spliced(byte[] input, int from, int to, byte[] by) {
        byte[] result = new byte[from + by.length + input.length - to];
        System.arraycopy(input, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(input, to, result, from + by.length, input.length - to);
        return result;
    }
}
