package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice.Rotation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handshakes while two keys of a device are good, with Californium as the client; each press begins a session. */
class CoapRotationTest {
    private static final byte[] NEXT = "fedcba9876543210".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "coap-1";

    private final Bench bench = new Bench();
    private int sequence;

    @BeforeEach
    void commit() {
        bench.gateway.log.committing();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void rotate(boolean endsWithUse) {
        long now = System.currentTimeMillis();
        bench.gateway.rotate(ID, NEXT, now, now + TimeUnit.HOURS.toMillis(1), endsWithUse);
    }

    private String sos() {
        return "{\"type\":\"sos\",\"boot\":7,\"seq\":" + ++sequence + "}";
    }

    private void pressInANewSession(byte[] key) throws Exception {
        CoapResponse answer = Ask.json(bench.sealed(ID, key), "/up", sos());
        assertThat(answer.getCode()).isEqualTo(ResponseCode.CHANGED);
    }

    private long wrong() {
        return bench.listener.counters().loginFailures(LoginFailure.WRONG_SECRET);
    }

    /** One handshake that does not succeed; whoever began it is still trying to finish it afterwards. */
    private void failOnce(byte[] key) throws Exception {
        long before = wrong();
        var _ = Ask.jsonLater(bench.sealed(ID, key), "/up", sos());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Bench.WAIT_MILLIS);
        while (wrong() == before && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(wrong()).isEqualTo(before + 1);
    }

    @Test
    void aDeviceThatStillHasTheFormerKeyNeverFails() throws Exception {
        rotate(false);
        for (int i = 0; i < 4; i++) {
            pressInANewSession(Bench.KEY);
        }
        assertThat(wrong()).isZero();
        assertThat(bench.gateway.log.signals()).hasSize(4);
    }

    @Test
    void aDeviceWithTheNewKeyFailsOnceAndNeverAgain() throws Exception {
        rotate(false);
        pressInANewSession(Bench.KEY);
        failOnce(NEXT);
        for (int i = 0; i < 4; i++) {
            pressInANewSession(NEXT);
        }
        assertThat(wrong()).isEqualTo(1);
        assertThat(bench.gateway.log.signals()).hasSize(5);
    }

    @Test
    void theFirstUseOfTheNewKeyIsNotedAndEndsTheFormerIfThatWasAsked() throws Exception {
        rotate(true);
        pressInANewSession(Bench.KEY);
        assertThat(usedMillis()).isZero();
        failOnce(NEXT);
        pressInANewSession(NEXT);
        assertThat(usedMillis()).isPositive();
        assertThat(bench.gateway.registry.drainFirstUses()).containsOnlyKeys(new DeviceId(ID));
        failOnce(Bench.KEY);
        pressInANewSession(NEXT);
    }

    @Test
    void aSessionOfTheFormerKeyEndsWithItThoughAnotherWasBegunSince() throws Exception {
        rotate(true);
        CoapClient former = bench.sealed(ID, Bench.KEY);
        press(former, ResponseCode.CHANGED);
        failOnce(NEXT);
        CoapClient present = bench.sealed(ID, NEXT);
        press(present, ResponseCode.CHANGED);
        press(former, ResponseCode.UNAUTHORIZED);
        press(present, ResponseCode.CHANGED);
        assertThat(bench.gateway.log.signals()).hasSize(3);
        assertThat(bench.listener.coap().get(CoapCounters.Count.STALE_KEY)).isEqualTo(1);
    }

    @Test
    void aSessionOfThePresentKeyGoesOnThoughOneOfTheFormerWasBegunSince() throws Exception {
        rotate(false);
        failOnce(NEXT);
        CoapClient present = bench.sealed(ID, NEXT);
        press(present, ResponseCode.CHANGED);
        failOnce(Bench.KEY);
        CoapClient former = bench.sealed(ID, Bench.KEY);
        press(former, ResponseCode.CHANGED);
        endTheFormer();
        press(present, ResponseCode.CHANGED);
        press(former, ResponseCode.UNAUTHORIZED);
    }

    private void press(CoapClient device, ResponseCode answered) throws Exception {
        assertThat(Ask.json(device, "/up", sos()).getCode()).isEqualTo(answered);
    }

    private void endTheFormer() {
        var device = Objects.requireNonNull(bench.gateway.registry.find(new DeviceId(ID)));
        Rotation lasts = Objects.requireNonNull(device.rotation());
        Rotation over = new Rotation(
                lasts.former(), lasts.sinceMillis(), System.currentTimeMillis() - 1, false, lasts.usedMillis());
        bench.gateway.registry.put(List.of(device.rotated(device.secret(), over)));
    }

    private long usedMillis() {
        var device = Objects.requireNonNull(bench.gateway.registry.find(new DeviceId(ID)));
        return Objects.requireNonNull(device.rotation()).usedMillis();
    }
}
