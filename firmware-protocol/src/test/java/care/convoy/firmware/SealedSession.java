package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Both ends of a sealed session, for tests. */
record SealedSession(SealedChannel device, SealedChannel gateway, long epoch, long firstUp, long firstDown) {
    static final DeviceKey KEY = DeviceKey.fromHex("5a".repeat(32));
    static final long NOW = 1_767_225_600_000L;

    private static final ServerLogin.Terms TERMS = new ServerLogin.Terms(Standing.FULL, 60, 190);
    private static final AtomicLong NONCES = new AtomicLong();

    /** A login over the given nonces. */
    static SealedSession between(Nonce client, Nonce server) {
        DeviceLogin device = deviceOffering(SessionMessage.Hello.FEATURE_SEALED, client);
        ServerLogin gateway = new ServerLogin(server);
        byte[] challenge = sent(gateway.challenge(device.helloMessage(), LastSeen.NOTHING, NOW, true));
        byte[] welcome = sent(gateway.welcome(sent(device.proof(challenge, NOW)), KEY, TERMS, NOW));
        assertThat(device.open(welcome)).isInstanceOf(LoginStep.Open.class);
        SealedChannel one = device.sealed();
        SealedChannel other = gateway.sealed();
        assertThat(one).isNotNull();
        assertThat(other).isNotNull();
        return new SealedSession(one, other, device.sessionEpoch(), device.nextSequence(), gateway.nextDownSequence());
    }

    static SealedSession any() {
        return between(new Nonce(1, NONCES.incrementAndGet()), new Nonce(3, 4));
    }

    static DeviceLogin deviceOffering(int features, Nonce nonce) {
        var hello = new SessionMessage.Hello(1, 1, features, Wake.SOS, nonce, "dev-1", null);
        return new DeviceLogin(KEY, Header.of(5, 10, NOW), hello);
    }

    static byte[] sent(LoginStep step) {
        assertThat(step).isInstanceOf(LoginStep.Send.class);
        return ((LoginStep.Send) step).message();
    }

    static byte @Nullable [] opened(SealedChannel channel, byte[] sealed) {
        ByteBuffer plain = channel.open(sealed);
        if (plain == null) {
            return null;
        }
        byte[] bytes = new byte[plain.remaining()];
        plain.get(0, bytes);
        return bytes;
    }

    byte[] sos(long sequence) {
        return MessageEncoder.encode(Header.of(epoch, sequence, NOW), new Upward.Sos(1, null));
    }

    byte[] beat(long sequence) {
        return MessageEncoder.encode(Header.of(epoch, sequence, NOW), new Upward.Heartbeat(80, 50, YesNo.YES, 1));
    }

    byte[] received(long downSequence) {
        return MessageEncoder.encode(
                Header.of(epoch, downSequence, NOW),
                new Downward.Received(epoch, 1, Durability.COMMITTED, Downward.NO_ALERT));
    }
}
