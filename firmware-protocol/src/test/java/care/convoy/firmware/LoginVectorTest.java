package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The recorded logins, with fixed keys and nonces, from both sides. */
class LoginVectorTest {

    private Vector hello;
    private Vector challenge;
    private Vector proof;
    private Vector welcome;

    private void load(int login) {
        hello = Vector.named("login-" + login + "-1-hello");
        challenge = Vector.named("login-" + login + "-2-challenge");
        proof = Vector.named("login-" + login + "-3-proof");
        welcome = Vector.named("login-" + login + "-4-welcome");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void gatewaySaysTheRecordedBytes(int login) {
        load(login);
        var asked = (SessionMessage.Challenge) message(challenge).message();
        ServerLogin server = new ServerLogin(asked.serverNonce());
        var terms = new ServerLogin.Terms(Standing.FULL, 60, 190);

        byte[] first = sent(server.challenge(hello.bytes(), lastSeen(), now(), true));
        byte[] second = sent(server.welcome(proof.bytes(), key(), terms, now() + 40));

        assertThat(first).isEqualTo(challenge.bytes());
        assertThat(second).isEqualTo(welcome.bytes());
        assertThat(server.isOpen()).isTrue();
        assertThat(server.epochDoubtful()).isFalse();
        assertThat(server.sealed() != null).isEqualTo(isSealed());
        assertThat(server.sessionEpoch()).isEqualTo(Long.parseLong(challenge.one("sessionEpoch")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void deviceSaysTheRecordedBytes(int login) {
        load(login);
        NativeMessage said = message(hello);
        DeviceLogin device = new DeviceLogin(key(), said.header(), (SessionMessage.Hello) said.message());

        byte[] second =
                sent(device.proof(challenge.bytes(), message(proof).header().timeMillis()));

        assertThat(device.helloMessage()).isEqualTo(hello.bytes());
        assertThat(second).isEqualTo(proof.bytes());
        assertThat(device.open(welcome.bytes())).isInstanceOf(LoginStep.Open.class);
        assertThat(device.sealed() != null).isEqualTo(isSealed());
        assertThat(device.sessionEpoch()).isEqualTo(Long.parseLong(challenge.one("sessionEpoch")));
        assertThat(device.nextSequence()).isEqualTo(message(proof).header().sequence() + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void transcriptIsAsRecorded(int login) {
        load(login);

        assertThat(HexFormat.of().formatHex(new Transcript(hello.bytes(), challenge.bytes()).hash()))
                .isEqualTo(challenge.one("transcript"));
    }

    @Test
    void keysOfASealedSessionAreAsRecorded() {
        load(4);
        Transcript transcript = new Transcript(hello.bytes(), challenge.bytes());

        assertThat(HexFormat.of().formatHex(transcript.sealKeyUp(key()))).isEqualTo(challenge.one("sealUp"));
        assertThat(HexFormat.of().formatHex(transcript.sealKeyDown(key()))).isEqualTo(challenge.one("sealDown"));
    }

    /** HKDF of RFC 5869 as the JDK has it, expanding only. */
    @Test
    void keysOfASealedSessionAreHkdf() throws GeneralSecurityException {
        load(4);
        byte[] info = HexFormat.of()
                .parseHex(HexFormat.of().formatHex("convoy-v1 seal up".getBytes(StandardCharsets.US_ASCII))
                        + challenge.one("transcript"));
        var key = new SecretKeySpec(HexFormat.of().parseHex(hello.one("key")), "HKDF");

        assertThat(KDF.getInstance("HKDF-SHA256").deriveData(HKDFParameterSpec.expandOnly(key, info, 32)))
                .isEqualTo(HexFormat.of().parseHex(challenge.one("sealUp")));
    }

    private boolean isSealed() {
        return !challenge.one("sealUp").isEmpty();
    }

    private static NativeMessage message(Vector vector) {
        return (NativeMessage) MessageDecoder.decode(vector.bytes());
    }

    private static byte[] sent(LoginStep step) {
        return ((LoginStep.Send) step).message();
    }

    private DeviceKey key() {
        return DeviceKey.fromHex(hello.one("key"));
    }

    private long now() {
        return Long.parseLong(challenge.one("now"));
    }

    private LastSeen lastSeen() {
        String[] pair = challenge.one("lastSeen").split(" ");
        return new LastSeen(Long.parseLong(pair[0]), Long.parseLong(pair[1]));
    }
}
