package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LoginTest {

    private static final long NOW = 1_767_225_600_000L;
    private static final ServerLogin.Terms TERMS = new ServerLogin.Terms(Standing.FULL, 60, 190);
    private static final DeviceKey KEY = DeviceKey.fromHex("5a".repeat(32));
    private static final DeviceKey OTHER_KEY = DeviceKey.fromHex("5b".repeat(32));
    private static final Nonce CLIENT = new Nonce(1, 2);
    private static final Nonce SERVER = new Nonce(3, 4);

    private static DeviceLogin device(DeviceKey key, long epoch, long sequence, Nonce nonce) {
        var hello = new SessionMessage.Hello(1, 1, 0, Wake.POWER_ON, nonce, "dev-1", null);
        return new DeviceLogin(key, Header.of(epoch, sequence, NOW), hello);
    }

    private static byte[] sent(LoginStep step) {
        assertThat(step).isInstanceOf(LoginStep.Send.class);
        return ((LoginStep.Send) step).message();
    }

    private static void assertRefused(LoginStep step, CloseReason reason) {
        assertThat(step).isEqualTo(new LoginStep.Refuse(reason));
    }

    @Test
    void bothSidesOpenWithTheSameKey() {
        DeviceLogin device = device(KEY, 5, 10, CLIENT);
        ServerLogin server = new ServerLogin(SERVER);
        byte[] challenge = sent(server.challenge(device.helloMessage(), new LastSeen(5, 9), NOW));
        byte[] proof = sent(device.proof(challenge, NOW));
        byte[] welcome = sent(server.welcome(proof, KEY, new ServerLogin.Terms(Standing.ALARMS_ONLY, 30, 100), NOW));

        LoginStep.Open open = (LoginStep.Open) device.open(welcome);

        assertThat(open.welcome().standing()).isEqualTo(Standing.ALARMS_ONLY);
        assertThat(open.welcome().heartbeatSeconds()).isEqualTo(30);
        assertThat(device.isOpen()).isTrue();
        assertThat(server.isOpen()).isTrue();
        assertThat(server.sessionEpoch()).isEqualTo(5);
        assertThat(device.nextSequence()).isEqualTo(12);
    }

    @Test
    void wrongKeyIsRefusedAndARightProofAfterwardsToo() {
        DeviceLogin stranger = device(OTHER_KEY, 5, 10, CLIENT);
        ServerLogin server = new ServerLogin(SERVER);
        byte[] challenge = sent(server.challenge(stranger.helloMessage(), LastSeen.NOTHING, NOW));
        assertRefused(server.welcome(sent(stranger.proof(challenge, NOW)), KEY, TERMS, NOW), CloseReason.WRONG_PROOF);

        DeviceLogin right = device(KEY, 5, 10, CLIENT);
        byte[] rightProof = sent(right.proof(challenge, NOW));

        assertRefused(server.welcome(rightProof, KEY, TERMS, NOW), CloseReason.OUT_OF_ORDER);
        assertThat(server.isOpen()).isFalse();
    }

    @Test
    void recordedLoginOfTheDeviceIsRefusedOnAnotherConnection() {
        DeviceLogin device = device(KEY, 5, 10, CLIENT);
        ServerLogin first = new ServerLogin(SERVER);
        byte[] challenge = sent(first.challenge(device.helloMessage(), LastSeen.NOTHING, NOW));
        byte[] recordedProof = sent(device.proof(challenge, NOW));
        sent(first.welcome(recordedProof, KEY, TERMS, NOW));

        ServerLogin second = new ServerLogin(new Nonce(3, 5));
        sent(second.challenge(device.helloMessage(), LastSeen.NOTHING, NOW));

        assertRefused(second.welcome(recordedProof, KEY, TERMS, NOW), CloseReason.WRONG_PROOF);
    }

    @Test
    void recordedAnswersOfTheGatewayAreRefusedByTheDevice() {
        DeviceLogin first = device(KEY, 5, 10, CLIENT);
        ServerLogin server = new ServerLogin(SERVER);
        byte[] recordedChallenge = sent(server.challenge(first.helloMessage(), LastSeen.NOTHING, NOW));
        byte[] recordedWelcome = sent(server.welcome(sent(first.proof(recordedChallenge, NOW)), KEY, TERMS, NOW));

        DeviceLogin second = device(KEY, 5, 10, new Nonce(9, 9));
        sent(second.proof(recordedChallenge, NOW));

        assertRefused(second.open(recordedWelcome), CloseReason.SERVER_NOT_TRUSTED);
        assertThat(second.isOpen()).isFalse();
    }

    @Test
    void gatewayWithoutTheKeyIsRefusedByTheDevice() {
        DeviceLogin device = device(KEY, 5, 10, CLIENT);
        ServerLogin fake = new ServerLogin(SERVER);
        byte[] challenge = sent(fake.challenge(device.helloMessage(), LastSeen.NOTHING, NOW));
        byte[] proof = sent(device.proof(challenge, NOW));
        byte[] welcome = MessageEncoder.encode(
                Header.of(5, 2, NOW),
                new SessionMessage.Welcome(
                        ((SessionMessage.Proof) ((NativeMessage) MessageDecoder.decode(proof)).message()).deviceProof(),
                        Standing.FULL,
                        60,
                        190));

        assertRefused(device.open(welcome), CloseReason.SERVER_NOT_TRUSTED);
    }

    @Test
    void everyChangedByteOnTheWayIsNoticed() {
        DeviceLogin probe = device(KEY, 5, 10, CLIENT);
        int helloLength = probe.helloMessage().length;
        for (int at = 0; at < helloLength; at++) {
            assertThat(loginWithAChangedByte(at, -1, -1, -1))
                    .as("hello byte %d", at)
                    .isFalse();
        }
        for (int at = 0; at < Header.BYTES + 24; at++) {
            assertThat(loginWithAChangedByte(-1, at, -1, -1))
                    .as("challenge byte %d", at)
                    .isFalse();
        }
        for (int at = 0; at < Header.BYTES + Mac256.BYTES; at++) {
            assertThat(loginWithAChangedByte(-1, -1, at, -1))
                    .as("proof byte %d", at)
                    .isFalse();
        }
        for (int at = 0; at < Header.BYTES + Mac256.BYTES + 5; at++) {
            assertThat(loginWithAChangedByte(-1, -1, -1, at))
                    .as("welcome byte %d", at)
                    .isFalse();
        }
        assertThat(loginWithAChangedByte(-1, -1, -1, -1)).isTrue();
    }

    /** Whether the device ends up open, when one byte of one message is changed between the two. */
    private static boolean loginWithAChangedByte(int hello, int challenge, int proof, int welcome) {
        DeviceLogin device = device(KEY, 5, 10, CLIENT);
        ServerLogin server = new ServerLogin(SERVER);
        return server.challenge(changed(device.helloMessage(), hello), LastSeen.NOTHING, NOW)
                        instanceof LoginStep.Send first
                && device.proof(changed(first.message(), challenge), NOW) instanceof LoginStep.Send second
                && server.welcome(changed(second.message(), proof), KEY, TERMS, NOW) instanceof LoginStep.Send third
                && device.open(changed(third.message(), welcome)) instanceof LoginStep.Open;
    }

    private static byte[] changed(byte[] message, int at) {
        byte[] copy = message.clone();
        if (at >= 0) {
            copy[at] ^= 0x04;
        }
        return copy;
    }

    @Test
    void proofsOfTheTwoSidesAreNotInterchangeable() {
        Transcript transcript = new Transcript(new byte[30], new byte[40]);
        byte[] header = new byte[Header.BYTES];
        Mac256 device = transcript.deviceProof(KEY, header);

        assertThat(transcript.serverProof(KEY, device, new byte[Header.BYTES + Mac256.BYTES + 5]))
                .isNotEqualTo(device);
    }

    @Test
    void lostEpochIsReplacedByOneNeverUsed() {
        DeviceLogin device = device(KEY, 0, 1, CLIENT);
        ServerLogin server = login(device, new LastSeen(17, 400));

        assertThat(device.sessionEpoch()).isEqualTo(NOW / 1000);
        assertThat(device.nextSequence()).isEqualTo(2);
        assertThat(server.sessionEpoch()).isEqualTo(NOW / 1000);
        assertThat(server.epochDoubtful()).isFalse();
    }

    @Test
    void epochThatWentBackIsReplaced() {
        assertThat(login(device(KEY, 16, 1, CLIENT), new LastSeen(17, 400)).sessionEpoch())
                .isEqualTo(NOW / 1000);
        assertThat(login(device(KEY, 17, 400, CLIENT), new LastSeen(17, 400)).sessionEpoch())
                .isEqualTo(NOW / 1000);
        assertThat(login(device(KEY, 17, 401, CLIENT), new LastSeen(17, 400)).sessionEpoch())
                .isEqualTo(17);
        assertThat(login(device(KEY, 18, 1, CLIENT), new LastSeen(17, 400)).sessionEpoch())
                .isEqualTo(18);
    }

    @Test
    void epochOfferedIsBeyondTheLastOneAndTheClock() {
        assertThat(new LastSeen(3_000_000_000L, 1).nextEpoch(NOW)).isEqualTo(3_000_000_001L);
        assertThat(LastSeen.NOTHING.nextEpoch(NOW)).isEqualTo(NOW / 1000);
        assertThat(LastSeen.NOTHING.nextEpoch(-5)).isEqualTo(1);
        assertThat(new LastSeen(Header.MAX_U32, 1).nextEpoch(NOW)).isEqualTo(NOW / 1000);
    }

    @Test
    void deviceThatKeepsAStaleEpochIsLetInAndItsNumbersAreDoubted() {
        DeviceLogin device = device(KEY, 16, 1, CLIENT);
        ServerLogin server = new ServerLogin(SERVER);
        byte[] challenge = sent(server.challenge(device.helloMessage(), new LastSeen(17, 400), NOW));
        byte[] proof = MessageEncoder.encode(
                Header.of(16, 2, NOW), new SessionMessage.Proof(new Mac256(new byte[Mac256.BYTES])));
        byte[] header = Arrays.copyOf(proof, Header.BYTES);
        Mac256 right = new Transcript(device.helloMessage(), challenge).deviceProof(KEY, header);
        System.arraycopy(right.bytes(), 0, proof, Header.BYTES, Mac256.BYTES);

        sent(server.welcome(proof, KEY, TERMS, NOW));

        assertThat(server.isOpen()).isTrue();
        assertThat(server.epochDoubtful()).isTrue();
        assertThat(server.deviceEpoch()).isEqualTo(16);
        assertThat(server.keyEpoch(Header.of(16, 3, NOW))).isEqualTo(NOW / 1000);
        assertThat(server.keyEpoch(Header.of(12, 3, NOW))).isEqualTo(12);
    }

    @Test
    void anythingButTheExpectedMessageIsOutOfOrder() {
        byte[] beat = MessageEncoder.encode(Header.of(1, 1, NOW), new Upward.Test());

        assertRefused(new ServerLogin(SERVER).challenge(beat, LastSeen.NOTHING, NOW), CloseReason.OUT_OF_ORDER);
        assertRefused(new ServerLogin(SERVER).challenge(new byte[0], LastSeen.NOTHING, NOW), CloseReason.OUT_OF_ORDER);
        assertRefused(new ServerLogin(SERVER).welcome(beat, KEY, TERMS, NOW), CloseReason.OUT_OF_ORDER);
        assertRefused(device(KEY, 1, 1, CLIENT).proof(beat, NOW), CloseReason.OUT_OF_ORDER);
        assertRefused(device(KEY, 1, 1, CLIENT).open(beat), CloseReason.OUT_OF_ORDER);
    }

    @Test
    void noCommonVersionIsRefusedByBothSides() {
        var late = new SessionMessage.Hello(2, 3, 0, Wake.POWER_ON, CLIENT, "dev-1", null);
        byte[] hello = MessageEncoder.encode(Header.of(1, 1, NOW), late);
        assertRefused(new ServerLogin(SERVER).challenge(hello, LastSeen.NOTHING, NOW), CloseReason.VERSION);

        byte[] challenge =
                MessageEncoder.encode(Header.of(1, 1, NOW), new SessionMessage.Challenge(2, 0, false, 7, SERVER));
        assertRefused(device(KEY, 1, 1, CLIENT).proof(challenge, NOW), CloseReason.VERSION);
    }

    @Test
    void keysAreThirtyTwoBytesAndNeverPrinted() {
        assertThat(KEY.toString()).doesNotContain("5a");
        assertThat(new Mac256(new byte[32]).toString()).doesNotContain("00");
        assertThatThrownBy(() -> DeviceKey.fromHex("5a".repeat(31))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> DeviceKey.fromHex("zz".repeat(32)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("zz");
        assertThatThrownBy(() -> DeviceKey.of(new byte[33])).isInstanceOf(IllegalArgumentException.class);
    }

    private static ServerLogin login(DeviceLogin device, LastSeen lastSeen) {
        ServerLogin server = new ServerLogin(SERVER);
        byte[] challenge = sent(server.challenge(device.helloMessage(), lastSeen, NOW));
        byte[] welcome = sent(server.welcome(sent(device.proof(challenge, NOW)), KEY, TERMS, NOW));
        assertThat(device.open(welcome)).isInstanceOf(LoginStep.Open.class);
        return server;
    }
}
