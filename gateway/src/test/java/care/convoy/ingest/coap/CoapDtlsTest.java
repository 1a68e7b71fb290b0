package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.LoginFailure;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.coap.CoapCounters.Count;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapHandler;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoapDtlsTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String sos(int sequence) {
        return "{\"type\":\"sos\",\"boot\":7,\"seq\":" + sequence + "}";
    }

    private static void press(CoapClient device, int sequence) throws Exception {
        CoapResponse answer = Ask.json(device, "/up", sos(sequence));
        assertThat(answer.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(Ask.text(answer)).contains("\"received\"", "\"seq\":" + sequence + ",");
    }

    @ParameterizedTest
    @EnumSource(
            value = CipherSuite.class,
            names = {
                "TLS_PSK_WITH_AES_128_CCM_8",
                "TLS_PSK_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256",
                "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"
            })
    void aDevicePressesWithEachSuite(CipherSuite suite) throws Exception {
        bench.gateway.log.committing();
        press(bench.sealed("coap-1", Bench.KEY, bench.dtls(), suite), 1);
        assertThat(bench.gateway.log.signals().getFirst().key().device()).isEqualTo(new DeviceId("coap-1"));
        assertThat(bench.listener.sessions()).isEqualTo(1);
    }

    @Test
    void aWrongKeyIsRefusedAndCountedAndSaysNoMoreThanAnUnknownId() throws Exception {
        CompletableFuture<CoapResponse> wrong =
                Ask.jsonLater(bench.sealed("coap-1", new byte[] {1, 2, 3}), "/up", sos(1));
        CompletableFuture<CoapResponse> unknown = Ask.jsonLater(bench.sealed("nobody", Bench.KEY), "/up", sos(1));
        CompletableFuture<CoapResponse> other = Ask.jsonLater(bench.sealed("band-1", Bench.KEY), "/up", sos(1));
        for (CompletableFuture<CoapResponse> each : List.of(wrong, unknown, other)) {
            assertThatThrownBy(() -> each.get(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS))
                    .hasMessageContaining("no answer");
        }
        assertThat(bench.listener.counters().loginFailures(LoginFailure.WRONG_SECRET))
                .isEqualTo(1);
        assertThat(bench.listener.counters().loginFailures(LoginFailure.UNKNOWN_DEVICE))
                .isEqualTo(1);
        assertThat(bench.listener.counters().loginFailures(LoginFailure.WRONG_PROTOCOL))
                .isEqualTo(1);
        assertThat(bench.listener.failures().worstDevices(5)).extracting("name").contains("coap-1", "nobody");
        assertThat(bench.listener.failures().worstAddresses(1).getFirst().failures())
                .isEqualTo(3);
        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(bench.listener.sessions()).isZero();
    }

    @Test
    void aSessionEndsWithItsKey() throws Exception {
        bench.gateway.log.committing();
        CoapClient device = bench.sealed("coap-1", Bench.KEY);
        press(device, 1);
        bench.gateway.registry.put(List.of(Gateway.device("coap-1", Protocol.COAP, Bench.KEY)));
        press(device, 2);
        bench.gateway.registry.put(List.of(Gateway.device("coap-1", Protocol.COAP, new byte[] {9, 9})));
        assertThat(Ask.json(device, "/up", sos(3)).getCode()).isEqualTo(ResponseCode.UNAUTHORIZED);
        assertThat(bench.gateway.log.signals()).hasSize(2);
        assertThat(bench.listener.coap().get(Count.STALE_KEY)).isEqualTo(1);
    }

    @Test
    void oneSessionSurvivesFourChangesOfAddress() throws Exception {
        bench.gateway.log.committing();
        try (Relay relay = new Relay(bench.dtls(), 0, 1)) {
            CoapClient device =
                    bench.sealed("coap-1", Bench.KEY, relay.address(), CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
            var told = new LinkedBlockingQueue<String>();
            Request get = Request.newGet();
            get.setURI(device.getURI() + "/down");
            get.setObserve();
            device.observe(get, new CoapHandler() {
                @Override
                public void onLoad(CoapResponse response) {
                    told.add(Ask.text(response));
                }

                @Override
                public void onError() {
                    told.add("error");
                }
            });
            assertThat(told.poll(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS)).isEmpty();
            for (int move = 1; move <= 4; move++) {
                relay.move();
                press(device, move);
                bench.gateway.router.send(new DeviceId("coap-1"), new Downlink.Locate(move));
                assertThat(told.poll(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS))
                        .as("told at its new address")
                        .contains("\"command\":" + move + "}");
            }
        }
        assertThat(bench.gateway.log.signals()).hasSize(4);
        assertThat(bench.listener.counters().logins()).as("handshakes").isEqualTo(1);
    }

    @Test
    void aMoveWhileThePressIsBeingMadeDurableLosesNothing() throws Exception {
        try (Relay relay = new Relay(bench.dtls(), 0, 1)) {
            CoapClient device =
                    bench.sealed("coap-1", Bench.KEY, relay.address(), CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
            CompletableFuture<CoapResponse> pressed = Ask.jsonLater(device, "/up", sos(1));
            var press = bench.gateway.log.next();
            relay.move();
            assertThat(Ask.json(device, "/up", "{\"type\":\"heartbeat\",\"seq\":2}")
                            .getCode())
                    .isEqualTo(ResponseCode.CHANGED);
            press.commit();
            assertThat(Ask.text(pressed.get(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS)))
                    .contains("\"received\"");
        }
    }

    @Test
    void anAnswerStaysInItsSessionBecauseTheNextMayUseTheSameToken() throws Exception {
        CoapClient before = bench.sealed("coap-1", Bench.KEY);
        CompletableFuture<CoapResponse> pressed = Ask.jsonLater(before, "/up", sos(1));
        var press = bench.gateway.log.next();
        CoapClient after = bench.sealed("coap-1", Bench.KEY);
        assertThat(Ask.json(after, "/up", "{\"type\":\"heartbeat\",\"seq\":2}").getCode())
                .isEqualTo(ResponseCode.CHANGED);
        press.commit();
        assertThat(Ask.text(pressed.get(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS)))
                .contains("\"received\"");
    }

    @Test
    void aThirdOfAllDatagramsMayBeLost() throws Exception {
        bench.gateway.log.committing();
        try (Relay relay = new Relay(bench.dtls(), 0.3, 20_261_123)) {
            CoapClient device =
                    bench.sealed("coap-1", Bench.KEY, relay.address(), CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256);
            List<CompletableFuture<CoapResponse>> presses = new ArrayList<>();
            for (int i = 1; i <= 10; i++) {
                presses.add(Ask.jsonLater(device, "/up", sos(i)));
            }
            for (CompletableFuture<CoapResponse> press : presses) {
                assertThat(press.get(90, TimeUnit.SECONDS).getCode()).isEqualTo(ResponseCode.CHANGED);
            }
        }
        assertThat(bench.gateway.log.signals().stream()
                        .map(signal -> signal.key())
                        .distinct())
                .hasSize(10);
    }

    @Test
    void spoofedHandshakesCostNoSessionAndNoPress() throws Exception {
        bench.gateway.log.committing();
        try (Relay relay = new Relay(bench.dtls(), 0, 1)) {
            CoapClient device =
                    bench.sealed("coap-1", Bench.KEY, relay.address(), CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
            press(device, 1);
            byte[] hello = relay.fromDevice().getFirst();
            for (int round = 0; round < 40; round++) {
                for (int i = 0; i < 20; i++) {
                    try (DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                        for (int repeat = 0; repeat < 5; repeat++) {
                            stranger.send(new DatagramPacket(hello, hello.length, bench.dtls()));
                        }
                    }
                }
                press(device, 2 + round);
            }
        }
        assertThat(bench.listener.unfinishedHandshakes()).isZero();
        assertThat(bench.listener.sessions()).isEqualTo(1);
        assertThat(bench.listener.counters().logins()).isEqualTo(1);
    }

    @Test
    void sessionsAreBoundedAndTheStalestGivesWay() throws Exception {
        bench.close();
        try (Bench small = new Bench(new Gateway(), new CoapListenerConfig.Bounds(3, 1, 1_000, 1_000, 100, 50))) {
            small.gateway.log.committing();
            for (int i = 10; i < 17; i++) {
                small.gateway.registry.put(List.of(Gateway.device("coap-" + i, Protocol.COAP, Bench.KEY)));
                press(small.sealed("coap-" + i, Bench.KEY), i);
                assertThat(small.listener.sessions()).isLessThanOrEqualTo(4);
            }
            assertThat(small.listener.counters().logins()).isEqualTo(7);
            assertThat(small.gateway.log.signals()).hasSize(7);
        }
    }

    @Test
    void unfinishedHandshakesAreBoundedAndTheOldestGivesWay() throws Exception {
        bench.close();
        try (Bench small = new Bench(new Gateway(), new CoapListenerConfig.Bounds(100, 3, 1_000, 1_000, 100, 50))) {
            small.gateway.log.committing();
            List<CoapClient> strangers = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                CoapClient stranger = small.sealed("nobody", Bench.KEY);
                strangers.add(stranger);
                Ask.jsonLater(stranger, "/up", sos(1));
            }
            press(small.sealed("coap-1", Bench.KEY), 1);
            assertThat(small.listener.unfinishedHandshakes()).isLessThanOrEqualTo(3);
            assertThat(strangers).hasSize(6);
        }
    }
}
