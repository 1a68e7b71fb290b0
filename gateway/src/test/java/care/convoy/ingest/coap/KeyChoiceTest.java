package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.Secret;
import org.junit.jupiter.api.Test;

class KeyChoiceTest {
    private static final Secret FORMER = Secret.copyOf(new byte[] {1});
    private static final Secret PRESENT = Secret.copyOf(new byte[] {2});
    private static final long NOW = 1_000;
    private static final long OVER = 2_000;

    private final KeyChoice keys = new KeyChoice();
    private final RegisteredDevice device = rotated("coap-1", 0);

    private static RegisteredDevice rotated(String id, long usedMillis) {
        return Gateway.device(id, Protocol.COAP, new byte[] {2})
                .rotated(PRESENT, new Rotation(FORMER, 500, OVER, false, usedMillis));
    }

    @Test
    void theFormerIsExpectedUntilThePresentWasUsed() {
        assertThat(keys.of(device, NOW)).isEqualTo(FORMER);
        assertThat(keys.of(rotated("coap-1", 900), NOW)).isEqualTo(PRESENT);
    }

    @Test
    void anAttemptAloneChangesNothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(keys.of(device, NOW)).isEqualTo(FORMER);
        }
    }

    @Test
    void oneFailureBringsTheOtherAndSuccessKeepsIt() {
        keys.failed(device, FORMER, NOW);
        assertThat(keys.of(device, NOW)).isEqualTo(PRESENT);
        keys.succeeded(device, PRESENT, NOW);
        assertThat(keys.of(device, NOW)).isEqualTo(PRESENT);
    }

    @Test
    void ofHandshakesThatBeganWithTheSameKeyOneCounts() {
        keys.failed(device, FORMER, NOW);
        keys.failed(device, FORMER, NOW);
        assertThat(keys.of(device, NOW)).isEqualTo(PRESENT);
    }

    @Test
    void aStrangersFailureIsUndoneByTheDevicesNext() {
        keys.succeeded(device, FORMER, NOW);
        keys.failed(device, FORMER, NOW);
        keys.failed(device, PRESENT, NOW);
        assertThat(keys.of(device, NOW)).isEqualTo(FORMER);
    }

    @Test
    void withOneGoodKeyThereIsNothingToChoose() {
        keys.succeeded(device, FORMER, NOW);
        assertThat(keys.remembered()).isEqualTo(1);
        keys.failed(device, PRESENT, OVER);
        assertThat(keys.of(device, OVER)).isEqualTo(PRESENT);
        keys.succeeded(device, PRESENT, OVER);
        assertThat(keys.remembered()).isZero();
    }

    @Test
    void whatIsRememberedIsBounded() {
        keys.failed(device, FORMER, NOW);
        for (int i = 0; i < KeyChoice.MAX_REMEMBERED; i++) {
            keys.failed(rotated("other-" + i, 0), FORMER, NOW);
        }
        assertThat(keys.remembered()).isEqualTo(KeyChoice.MAX_REMEMBERED);
        assertThat(keys.of(device, NOW)).as("forgotten: begins anew").isEqualTo(FORMER);
    }
}
