package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/**
 * Hostile sealed messages: recorded ones changed, cut, mixed, or made up, by somebody who sees and may send everything but has
 * no key. Nothing opens that the device did not seal; nothing is thrown. {@code -Dconvoy.hostile=1000000} for more of them.
 */
class SealedHostileTest {
    private static final long SEED = 20260722;
    private static final int MESSAGES = Integer.getInteger("convoy.hostile", 60_000);

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final SealedSession session = SealedSession.any();
    private final SealedSession other = SealedSession.between(new Nonce(8, 8), new Nonce(9, 9));
    private final byte[][] recorded = new byte[64][];
    private final byte[][] foreign = new byte[64][];
    private final Set<String> genuine = new HashSet<>();

    private void record() {
        for (int i = 0; i < recorded.length; i++) {
            long number = session.firstUp() + i;
            recorded[i] = session.device().seal(i % 2 == 0 ? session.sos(number) : session.beat(number));
            foreign[i] = i % 2 == 0
                    ? session.gateway().seal(session.received(session.firstDown() + i))
                    : other.device().seal(other.sos(other.firstUp() + i));
            genuine.add(Arrays.toString(recorded[i]));
        }
    }

    @Test
    void nothingOpensThatTheDeviceDidNotSeal() {
        record();
        int opened = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = hostile();
            boolean opens = session.gateway().open(message) != null;
            opened += opens ? 1 : 0;
            if (opens != genuine.contains(Arrays.toString(message))) {
                throw new AssertionError("seed " + SEED + ", message " + i + ": " + Arrays.toString(message));
            }
        }
        assertThat(opened).isBetween(1, MESSAGES / 5);
    }

    private byte[] hostile() {
        byte[] message = recorded[random.nextInt(recorded.length)].clone();
        switch (random.nextInt(8)) {
            case 0 -> message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> message = Arrays.copyOf(message, random.nextInt(message.length + 20));
            case 2 -> random.nextBytes(message);
            case 3 -> {
                byte[] body = recorded[random.nextInt(recorded.length)];
                int from = random.nextInt(Header.BYTES + 1);
                int end = Math.min(message.length, body.length);
                System.arraycopy(body, from, message, from, end - from);
            }
            case 4 -> message = foreign[random.nextInt(foreign.length)];
            case 5 -> {
                byte[] noise = new byte[random.nextInt(Frame.MAX_MESSAGE_BYTES + 9)];
                random.nextBytes(noise);
                System.arraycopy(message, 0, noise, 0, Math.min(noise.length, Header.BYTES));
                message = noise;
            }
            case 6 -> message[1] = (byte) MessageType.SOS.code();
            default -> Arrays.fill(message, Header.BYTES, message.length, (byte) random.nextInt(256));
        }
        return message;
    }
}
