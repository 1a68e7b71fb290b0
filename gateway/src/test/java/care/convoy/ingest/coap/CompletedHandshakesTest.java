package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.sim.coap.Handshakes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The flood {@code dtls-keyed}: one device with its real key completes handshake after handshake, and the others press. */
@Timeout(120)
class CompletedHandshakesTest {
    private static final int MANY = 300;
    private static final int MOST_OF_DEVICE = care.convoy.ingest.coap.Handshakes.MOST_OF_DEVICE;

    private final Bench bench = new Bench();
    private final AtomicBoolean running = new AtomicBoolean(true);

    @AfterEach
    void close() {
        running.set(false);
        bench.close();
    }

    private static void press(CoapClient device, int sequence) throws Exception {
        CoapResponse answer = Ask.json(device, "/up", "{\"type\":\"sos\",\"boot\":7,\"seq\":" + sequence + "}");
        assertThat(answer.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(Ask.text(answer)).contains("\"received\"");
    }

    private Handshakes of(String device, byte[] key) {
        return new Handshakes(bench.dtls(), device, HexFormat.of().formatHex(key), 16);
    }

    private CompletableFuture<Handshakes.Figures> start(Handshakes handshakes) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return handshakes.run(running::get, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    @Test
    void otherDevicesPressInTheirSessionsAndInNewOnesMeanwhile() throws Exception {
        bench.gateway.log.committing();
        CoapClient before = bench.sealed("coap-2", Bench.KEY);
        int pressed = 0;
        press(before, ++pressed);
        Handshakes handshakes = of("coap-1", Bench.KEY);
        CompletableFuture<Handshakes.Figures> flood = start(handshakes);
        while (handshakes.completed() < MANY) {
            press(before, ++pressed);
        }
        press(bench.sealed("coap-3", Bench.KEY), 1);
        running.set(false);
        Handshakes.Figures figures = flood.get(60, TimeUnit.SECONDS);
        assertThat(figures.refused()).isZero();
        assertThat(bench.listener.sessions()).as("devices that have one").isEqualTo(3);
        assertThat(bench.gateway.log.signals()).hasSize(pressed + 1);
    }

    @Test
    void withoutTheKeyNoneIsCompleted() throws Exception {
        CompletableFuture<Handshakes.Figures> flood = start(of("coap-1", new byte[16]));
        while (bench.listener.counters().loginFailures(LoginFailure.WRONG_SECRET) == 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        running.set(false);
        assertThat(flood.get(60, TimeUnit.SECONDS).completed()).isZero();
        assertThat(bench.listener.sessions()).isZero();
    }

    @Test
    void ofTooManySessionsOfOneDeviceItsOldestEndsAndNobodyElses() throws Exception {
        bench.gateway.log.committing();
        CoapClient silent = bench.sealed("coap-2", Bench.KEY);
        press(silent, 1);
        for (int session = 1; session <= MOST_OF_DEVICE + 3; session++) {
            press(bench.sealed("coap-1", Bench.KEY), session);
        }
        for (int look = 0; look < 400 && ended() < 3; look++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(ended()).isEqualTo(3);
        assertThat(bench.listener.sessions()).as("devices that have one").isEqualTo(2);
        press(silent, 2);
        press(bench.sealed("coap-1", Bench.KEY), MOST_OF_DEVICE + 4);
    }

    private long ended() {
        return bench.listener.coap().get(CoapCounters.Count.SESSIONS_OF_ONE_DEVICE);
    }
}
