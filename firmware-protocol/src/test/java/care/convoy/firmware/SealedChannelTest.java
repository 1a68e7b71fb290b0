package care.convoy.firmware;

import static care.convoy.firmware.SealedSession.opened;
import static care.convoy.firmware.SealedSession.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SealedChannelTest {
    private static final ServerLogin.Terms TERMS = new ServerLogin.Terms(Standing.FULL, 60, 190);

    private final SealedSession session = SealedSession.any();

    // ---- the recorded messages

    static Stream<Vector> vectors() {
        return Vector.ofKind("sealed").stream();
    }

    /** The channel that is to open the vector, and the one that sealed it. */
    private static SealedChannel end(Vector vector, boolean opening) {
        Vector hello = Vector.named("login-" + vector.one("login") + "-1-hello");
        Vector challenge = Vector.named("login-" + vector.one("login") + "-2-challenge");
        Transcript transcript = new Transcript(hello.bytes(), challenge.bytes());
        DeviceKey key = DeviceKey.fromHex(hello.one("key"));
        boolean device = opening == vector.one("direction").equals("down");
        return device
                ? SealedChannel.ofDevice(transcript, key, Long.parseLong(challenge.one("sessionEpoch")))
                : SealedChannel.ofGateway(transcript, key);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void recordedMessageOpensOrDoesNotAsStated(Vector vector) {
        byte[] plain = opened(end(vector, true), vector.bytes());

        if (vector.one("expect").equals("opens")) {
            assertThat(plain).asHexString().isEqualToIgnoringCase(vector.one("plain"));
        } else {
            assertThat(vector.one("expect")).isEqualTo("refused");
            assertThat(plain).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void recordedMessageIsSealedToTheSameBytes(Vector vector) {
        if (vector.one("expect").equals("opens")) {
            byte[] plain = HexFormat.of().parseHex(vector.one("plain"));

            assertThat(end(vector, false).seal(plain)).isEqualTo(vector.bytes());
        }
    }

    // ---- opening

    @Test
    void whatOneEndSealsTheOtherOpens() {
        byte[] sos = session.sos(session.firstUp());
        byte[] received = session.received(session.firstDown());

        assertThat(opened(session.gateway(), session.device().seal(sos))).isEqualTo(sos);
        assertThat(opened(session.device(), session.gateway().seal(received))).isEqualTo(received);
    }

    @Test
    void everyChangedBitIsNoticed() {
        byte[] sealed = session.device().seal(session.sos(session.firstUp()));
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(session.gateway().open(changed)).as("bit %d", bit).isNull();
        }
        assertThat(session.gateway().open(sealed)).isNotNull();
    }

    @Test
    void everyLengthButTheRightOneIsRefused() {
        byte[] sealed = session.device().seal(session.sos(session.firstUp()));
        for (int length = 0; length < sealed.length + 40; length++) {
            boolean right = length == sealed.length;

            assertThat(session.gateway().open(Arrays.copyOf(sealed, length)) != null)
                    .as("%d bytes", length)
                    .isEqualTo(right);
        }
    }

    @Test
    void anotherKeyAnotherSessionAndTheOtherDirectionDoNotOpen() {
        byte[] sealed = session.device().seal(session.sos(session.firstUp()));
        SealedSession otherClient = SealedSession.any();
        SealedSession first = SealedSession.between(new Nonce(0, 2), new Nonce(3, 4));
        SealedSession otherServer = SealedSession.between(new Nonce(0, 2), new Nonce(3, 5));
        Transcript same = new Transcript(new byte[30], new byte[40]);
        SealedChannel stranger = SealedChannel.ofGateway(same, DeviceKey.fromHex("5b".repeat(32)));
        byte[] number = session.sos(session.firstUp() + 1);
        byte[] forStranger =
                SealedChannel.ofDevice(same, SealedSession.KEY, session.epoch()).seal(number);

        assertThat(otherClient.gateway().open(sealed)).isNull();
        assertThat(otherServer.gateway().open(first.device().seal(first.sos(first.firstUp()))))
                .isNull();
        assertThat(session.device().open(sealed)).isNull();
        assertThat(stranger.open(forStranger)).isNull();
    }

    @Test
    void aRepeatUpOpensAgainBecauseTheDeviceRepeatsUntilItIsAnswered() {
        byte[] sealed = session.device().seal(session.sos(session.firstUp()));

        assertThat(session.gateway().open(sealed)).isNotNull();
        assertThat(session.gateway().open(sealed)).isNotNull();
    }

    @Test
    void whatComesDownIsTakenOnceAndInOrder() {
        byte[] first = session.gateway().seal(session.received(3));
        byte[] second = session.gateway().seal(session.received(4));
        byte[] third = session.gateway().seal(session.received(7));
        byte[] damaged = third.clone();
        damaged[third.length - 1] ^= 1;

        assertThat(session.device().open(first)).isNotNull();
        assertThat(session.device().open(first)).as("replayed").isNull();
        assertThat(session.device().open(damaged)).isNull();
        assertThat(session.device().open(third))
                .as("after a forged one with its number")
                .isNotNull();
        assertThat(session.device().open(second)).as("out of order").isNull();
    }

    @Test
    void openedBytesKeepNoFlagAndNoByteOfALongerMessageBefore() {
        var many = new Downward.Configure(1, Collections.nCopies(8, new Setting.ServerAddress(2, "h".repeat(96))));
        ByteBuffer out = ByteBuffer.allocate(Frame.MAX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int length = session.gateway().seal(Header.of(session.epoch(), 3, 1), many, out);
        assertThat(session.device().open(out, 0, length)).isNotNull();
        byte[] received = session.received(4);

        assertThat(opened(session.device(), session.gateway().seal(received))).isEqualTo(received);
    }

    // ---- no number is sealed twice

    @Test
    void noNumberIsSealedTwiceInASession() {
        session.device().seal(session.sos(20));
        session.device().seal(session.beat(19));
        session.gateway().seal(session.received(5));

        for (long used : new long[] {19, 20}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.device().seal(session.beat(used)));
        }
        for (long used : new long[] {3, 4, 5}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.gateway().seal(session.received(used)));
        }
        byte[] numberless = MessageEncoder.encode(Header.of(session.epoch(), 0, 1), new Upward.Test());
        byte[] epochless = MessageEncoder.encode(Header.of(0, 30, 1), new Upward.Test());
        assertThatIllegalArgumentException().isThrownBy(() -> session.device().seal(numberless));
        assertThatIllegalArgumentException().isThrownBy(() -> session.device().seal(epochless));
    }

    /** In any order and from any start: what was given once is never given again, and inside the span all of it is given. */
    @Test
    void numbersInAnyOrderAreTakenOnce() {
        Random random = new Random(7);
        for (long start : new long[] {1, 1_000, Header.MAX_U32 - 9_000}) {
            SealedNumbers numbers = new SealedNumbers(5);
            BitSet taken = new BitSet();
            int highest = 0;
            for (int i = 0; i < 20_000; i++) {
                int offset = Math.max(0, highest - 1_200 + random.nextInt(random.nextInt(50) == 0 ? 2_600 : 1_230));
                if (offset > 8_900) {
                    break;
                }
                boolean expected = !taken.get(offset) && highest - offset < SealedNumbers.SPAN;
                assertThat(numbers.take(5, start + offset))
                        .as("start %d offset %d highest %d", start, offset, highest)
                        .isEqualTo(expected);
                highest = Math.max(highest, offset);
                taken.set(offset);
            }
            assertThat(taken.cardinality()).isGreaterThan(500);
        }
    }

    @Test
    void alarmsOfFormerEpochsAreSealedInRisingOrder() {
        SealedNumbers numbers = new SealedNumbers(5);

        assertThat(numbers.take(3, 9)).isTrue();
        assertThat(numbers.take(3, 9)).isFalse();
        assertThat(numbers.take(3, 8)).isFalse();
        assertThat(numbers.take(4, 1)).isTrue();
        assertThat(numbers.take(3, 10)).isFalse();
        assertThat(numbers.take(4_000_000_000L, 1)).isTrue();
        assertThat(numbers.take(4, 2)).isFalse();
        assertThat(numbers.take(5, 1)).isTrue();
    }

    @Test
    void aMessageThatIsTooLongIsNotSealed() {
        assertThat(session.device().seal(Arrays.copyOf(session.beat(50), SealedChannel.MAX_PLAIN_BYTES)))
                .hasSize(Frame.MAX_MESSAGE_BYTES);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        session.device().seal(Arrays.copyOf(session.beat(51), SealedChannel.MAX_PLAIN_BYTES + 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> session.device().seal(new byte[2]));
    }

    // ---- agreeing on it

    @Test
    void sealingNeedsBothSides() {
        assertThat(agreed(0, true)).isFalse();
        assertThat(agreed(SessionMessage.Hello.FEATURE_SEALED, false)).isFalse();
        assertThat(agreed(SessionMessage.Hello.FEATURE_SEALED, true)).isTrue();
        assertThat(agreed(0xFFFF, true))
                .as("features of a later version are not chosen")
                .isTrue();
    }

    private static boolean agreed(int offered, boolean taken) {
        DeviceLogin device = SealedSession.deviceOffering(offered, new Nonce(1, 2));
        ServerLogin gateway = new ServerLogin(new Nonce(3, 4));
        byte[] challenge = sent(gateway.challenge(device.helloMessage(), LastSeen.NOTHING, SealedSession.NOW, taken));
        byte[] welcome = sent(gateway.welcome(
                sent(device.proof(challenge, SealedSession.NOW)), SealedSession.KEY, TERMS, SealedSession.NOW));
        assertThat(device.open(welcome)).isInstanceOf(LoginStep.Open.class);
        assertThat(device.sealed() != null).isEqualTo(gateway.sealed() != null);
        return device.sealed() != null;
    }

    /** Somebody in the path takes the offer out of the hello, the choice out of the challenge, or both. */
    @Test
    void nobodyInThePathCanTalkTheTwoOutOfSealing() {
        int featureInHello = Header.BYTES + 3;
        int featureInChallenge = Header.BYTES + 2;
        for (boolean hello : List.of(true, false)) {
            for (boolean challenge : List.of(true, false)) {
                boolean open = loginOf(hello ? featureInHello : -1, challenge ? featureInChallenge : -1);

                assertThat(open).as("hello %s challenge %s", hello, challenge).isEqualTo(!hello && !challenge);
            }
        }
    }

    /** Whether either side believes in the session. */
    private static boolean loginOf(int flippedInHello, int flippedInChallenge) {
        DeviceLogin device = SealedSession.deviceOffering(SessionMessage.Hello.FEATURE_SEALED, new Nonce(1, 2));
        ServerLogin gateway = new ServerLogin(new Nonce(3, 4));
        LoginStep first = gateway.challenge(
                flipped(device.helloMessage(), flippedInHello), LastSeen.NOTHING, SealedSession.NOW, true);
        LoginStep second = device.proof(flipped(sent(first), flippedInChallenge), SealedSession.NOW);
        if (!(second instanceof LoginStep.Send proof)) {
            return false;
        }
        LoginStep third = gateway.welcome(proof.message(), SealedSession.KEY, TERMS, SealedSession.NOW);
        assertThat(gateway.isOpen()).isEqualTo(third instanceof LoginStep.Send);
        return third instanceof LoginStep.Send welcome && device.open(welcome.message()) instanceof LoginStep.Open;
    }

    private static byte[] flipped(byte[] message, int at) {
        byte[] copy = message.clone();
        if (at >= 0) {
            copy[at] ^= SessionMessage.Hello.FEATURE_SEALED;
        }
        return copy;
    }

    @Test
    void aDeviceTakesNoFeatureThatItDidNotOffer() {
        DeviceLogin device = SealedSession.deviceOffering(0, new Nonce(1, 2));
        byte[] challenge = MessageEncoder.encode(
                Header.of(5, 1, 1),
                new SessionMessage.Challenge(1, SessionMessage.Hello.FEATURE_SEALED, false, 9, new Nonce(3, 4)));

        assertThat(device.proof(challenge, 1)).isEqualTo(new LoginStep.Refuse(CloseReason.OUT_OF_ORDER));
    }

    @Test
    void keysAreNeverPrinted() {
        assertThat(session.device().toString()).isEqualTo("SealedChannel[device]");
        assertThat(session.gateway().toString()).isEqualTo("SealedChannel[gateway]");
    }
}
