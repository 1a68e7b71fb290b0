package care.convoy.fuzz;

import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Header;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.ServerLogin;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Standing;
import care.convoy.firmware.Wake;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The gateway's end of one sealed session, whose device sealed the seeds. */
final class SealedFuzz implements FuzzTarget {
    private static final DeviceKey KEY = DeviceKey.fromHex("5a".repeat(32));
    private static final long NOW = 1_767_225_600_000L;
    private static final int MAGIC_AND_LENGTH = 4;
    private static final int CHECKSUM = 4;
    private static final int SEQUENCE_AT = 7;

    private final SealedChannel gateway = session().gateway();

    /** Both ends, with the same keys each time. */
    private record Session(SealedChannel device, SealedChannel gateway, long epoch, long next) {}

    private static Session session() {
        var hello = new SessionMessage.Hello(
                1, 1, SessionMessage.Hello.FEATURE_SEALED, Wake.SOS, new Nonce(1, 2), "dev-1", null);
        DeviceLogin device = new DeviceLogin(KEY, Header.of(5, 10, NOW), hello);
        ServerLogin server = new ServerLogin(new Nonce(3, 4));
        byte[] challenge = sent(server.challenge(device.helloMessage(), LastSeen.NOTHING, NOW, true));
        byte[] welcome = sent(server.welcome(
                sent(device.proof(challenge, NOW)), KEY, new ServerLogin.Terms(Standing.FULL, 60, 190), NOW));
        device.open(welcome);
        return new Session(
                Objects.requireNonNull(device.sealed()),
                Objects.requireNonNull(server.sealed()),
                device.sessionEpoch(),
                device.nextSequence());
    }

    private static byte[] sent(LoginStep step) {
        return ((LoginStep.Send) step).message();
    }

    static List<byte[]> seeds() {
        Session session = session();
        List<byte[]> sealed = new ArrayList<>();
        for (byte[] frame : FuzzTargets.vectors()) {
            int end = frame.length - CHECKSUM;
            if (end - MAGIC_AND_LENGTH >= Header.BYTES && end - MAGIC_AND_LENGTH <= 200) {
                byte[] plain = Arrays.copyOfRange(frame, MAGIC_AND_LENGTH, end);
                ByteBuffer.wrap(plain)
                        .putInt(SEQUENCE_AT - Integer.BYTES, (int) session.epoch())
                        .putInt(SEQUENCE_AT, (int) session.next() + sealed.size());
                try {
                    sealed.add(session.device().seal(plain));
                } catch (IllegalArgumentException notSealable) {
                    // as the login's own messages
                }
            }
        }
        return sealed;
    }

    @Override
    public void feed(byte[] input) {
        ByteBuffer opened = gateway.open(input);
        if (opened != null && seeds.stream().noneMatch(seed -> Arrays.equals(seed, input))) {
            throw new IllegalStateException("opens what the device did not seal");
        }
    }

    private final List<byte[]> seeds = seeds();
}
