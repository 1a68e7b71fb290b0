package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alertlog.AlertLog;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.firmware.Header;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.Upward;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.HandLog.Submitted;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.coap.CoapCounters.Count;
import care.convoy.ingest.connection.AllowedNetworks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.CoapResponse;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoapUplinkTest {
    private static final String UP = "/up?id=coap-1";
    private static final String SOS = "{\"type\":\"sos\",\"seq\":5,\"boot\":7}";

    private Bench bench;
    private CoapClient device;

    @BeforeEach
    void open() throws Exception {
        use(new Bench());
    }

    private void use(Bench other) throws Exception {
        bench = other;
        device = bench.open(bench.plain());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void telemetryIsAnsweredAtOnce() throws Exception {
        CoapResponse answer = Ask.json(device, UP, "{\"type\":\"heartbeat\",\"seq\":1,\"battery\":81}");
        assertThat(answer.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(bench.gateway.telemetry(1).getFirst().message())
                .isEqualTo(new DeviceMessage.Heartbeat(81, -1, -1, DeviceMessage.Worn.UNKNOWN));
    }

    @Test
    void ofADeviceThatIsBlockedOnlyItsCallsAreTaken() throws Exception {
        bench.gateway.log.committing();
        RegisteredDevice known = Objects.requireNonNull(bench.gateway.registry.find(new DeviceId("coap-1")));
        bench.gateway.registry.put(List.of(
                known.admitted(new RegisteredDevice.Admission(RegisteredDevice.State.BLOCKED, "lost", "li", 1))));
        assertThat(Ask.json(device, UP, "{\"type\":\"heartbeat\",\"seq\":1,\"battery\":81}")
                        .getCode())
                .isEqualTo(ResponseCode.FORBIDDEN);
        assertThat(Ask.json(device, UP, "{\"type\":\"test\",\"seq\":2}").getCode())
                .isEqualTo(ResponseCode.FORBIDDEN);
        assertThat(Ask.json(device, UP, "{\"type\":\"sos\",\"seq\":3}").getCode())
                .isEqualTo(ResponseCode.CHANGED);
        assertThat(bench.gateway.log.signals()).hasSize(1);
        assertThat(bench.gateway.telemetry()).isEmpty();
    }

    @Test
    void anAlarmIsAcknowledgedEmptyAndAnsweredOnceDurable() throws Exception {
        try (Raw raw = new Raw(bench.plain())) {
            raw.send(Raw.post(Raw.CON, 9, 1, "coap-1", SOS));
            byte[] empty = raw.receive();
            assertThat(empty).isEqualTo(Raw.empty(Raw.ACK, 9));
            Submitted press = bench.gateway.log.next();
            assertThat(press.signal().key()).isEqualTo(new SignalKey(new DeviceId("coap-1"), 7, 5));
            press.commit();
            byte[] answer = raw.receive();
            assertThat(Raw.type(answer)).isEqualTo(Raw.CON);
            assertThat(Raw.code(answer)).isEqualTo(Raw.CHANGED);
            assertThat(new String(answer, StandardCharsets.UTF_8))
                    .contains("\"received\"", "\"seq\":5", press.alert().toString());
            raw.send(Raw.empty(Raw.ACK, Raw.messageId(answer)));
        }
    }

    @Test
    void aRepeatIsAnsweredAsBeforeAndAnotherPressUnderTheSameNumberIsNoRepeat() throws Exception {
        bench.gateway.log.committing();
        try (Raw raw = new Raw(bench.plain())) {
            byte[] press = Raw.post(Raw.NON, 9, 1, "coap-1", SOS);
            raw.send(press);
            byte[] answer = raw.receive();
            raw.send(press);
            assertThat(raw.receive()).isEqualTo(answer);
            assertThat(bench.gateway.log.signals()).hasSize(1);
            raw.send(Raw.post(Raw.NON, 9, 1, "coap-1", SOS.replace("7", "8")));
            assertThat(new String(raw.receive(), StandardCharsets.UTF_8)).contains("\"boot\":8");
            assertThat(bench.gateway.log.signals()).hasSize(2);
            assertThat(bench.listener.coap().get(Count.REPEATS)).isEqualTo(1);
            assertThat(bench.listener.coap().get(Count.NUMBERS_REUSED)).isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeMadeDurableIsToBeRepeated() throws Exception {
        bench.close();
        use(new Bench(new Gateway(10, 10, Duration.ZERO), CoapListenerConfig.Bounds.STANDARD));
        CompletableFuture<CoapResponse> asked = Ask.jsonLater(device, UP, SOS);
        bench.gateway.log.next().fail(new AlertLog.Unavailable("disk"));
        CoapResponse answer = asked.get();
        assertThat(answer.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(answer.getOptions().getMaxAge()).isEqualTo(CoapUplink.RETRY_SECONDS);
        assertThat(bench.listener.counters().rejects(Reject.NOT_DURABLE)).isEqualTo(1);
    }

    @Test
    void shedTelemetryIsToBeRepeatedAndAPressIsTakenAllTheSame() throws Exception {
        bench.close();
        use(new Bench(new Gateway(1, 10), CoapListenerConfig.Bounds.STANDARD));
        bench.gateway.log.committing();
        String beat = "{\"type\":\"heartbeat\",\"seq\":1}";
        assertThat(Ask.json(device, UP, beat).getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(Ask.json(device, UP, beat).getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(Ask.json(device, UP, SOS).getCode()).isEqualTo(ResponseCode.CHANGED);
    }

    @Test
    void badInputIsToldWithMemberAndMend() throws Exception {
        CoapResponse range = Ask.json(device, UP, "{\"type\":\"heartbeat\",\"seq\":1,\"battery\":400}");
        assertThat(range.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(Ask.text(range))
                .isEqualTo("battery: out of range; send a value in its range, or leave the member out");
        assertThat(Ask.text(Ask.json(device, UP, "{\"type\":\"blink\"}"))).startsWith("type: not known; type is ");
        assertThat(Ask.text(Ask.json(device, UP, "no JSON")))
                .isEqualTo("message: not a JSON object; send one JSON object");
        byte[] body = SOS.getBytes(StandardCharsets.UTF_8);
        assertThat(Ask.send(device, Ask.post(device, UP, 0, body)).getCode())
                .isEqualTo(ResponseCode.UNSUPPORTED_CONTENT_FORMAT);
        Request get = Request.newGet();
        get.setURI(device.getURI() + UP);
        assertThat(Ask.send(device, get).getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
        assertThat(Ask.json(device, "/elsewhere?id=coap-1", SOS).getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(bench.gateway.log.signals()).isEmpty();
    }

    @Test
    void inTheClearADeviceIsWhoItSaysAndNobodyElseIsTaken() throws Exception {
        for (String id : new String[] {"", "?id=nobody", "?id=band-1", "?id=%20", "?x=coap-1"}) {
            assertThat(Ask.json(device, "/up" + id, SOS).getCode()).as(id).isEqualTo(ResponseCode.UNAUTHORIZED);
        }
        assertThat(bench.gateway.log.signals()).isEmpty();
        assertThat(bench.listener.failures().worstDevices(5)).extracting("name").contains("nobody", "band-1");
    }

    @Test
    void datagramsFromForeignNetworksAreNotRead() throws Exception {
        bench.close();
        use(new Bench(new Gateway(), CoapListenerConfig.Bounds.STANDARD, AllowedNetworks.parse("10.0.0.0/8")));
        bench.gateway.log.committing();
        try (Raw raw = new Raw(bench.plain())) {
            raw.send(Raw.post(Raw.CON, 9, 1, "coap-1", SOS));
            // the port is read in order: once the second is counted, the first was not passed on
            raw.send(Raw.post(Raw.CON, 10, 1, "coap-1", SOS));
            long until = System.nanoTime() + Bench.WAIT_MILLIS * 1_000_000;
            while (bench.listener.coap().get(Count.FOREIGN_NETWORK) < 2 && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        }
        assertThat(bench.listener.coap().get(Count.FOREIGN_NETWORK)).isEqualTo(2);
        assertThat(bench.gateway.log.signals()).isEmpty();
    }

    @Test
    void everyFormatIsTakenAndAnsweredInItself() throws Exception {
        bench.gateway.log.committing();
        byte[] nativeSos = MessageEncoder.encode(Header.of(7, 5, 1_799_999_999_000L), new Upward.Sos(2, null));
        for (int stated : new int[] {42, -1}) {
            CoapResponse answer = Ask.send(device, Ask.post(device, UP, stated, nativeSos));
            assertThat(answer.getCode()).isEqualTo(ResponseCode.CHANGED);
            assertThat(answer.getOptions().getContentFormat()).isEqualTo(42);
            assertThat(answer.getPayload()).hasSizeGreaterThan(17);
        }
        byte[] cborSos = new byte[] {(byte) 0xA1, 0x64, 't', 'y', 'p', 'e', 0x63, 's', 'o', 's'};
        CoapResponse cbor = Ask.send(device, Ask.post(device, UP, 60, cborSos));
        assertThat(cbor.getOptions().getContentFormat()).isEqualTo(60);
        assertThat(Ask.text(cbor)).contains("type", "received");
        CoapResponse cut = Ask.send(device, Ask.post(device, UP, 60, Arrays.copyOf(cborSos, 9)));
        assertThat(cut.getCode())
                .as("a call that is cut off within its type is none")
                .isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(bench.gateway.log.signals()).hasSize(3);
    }

    @Test
    void aBodyComesInBlocksUpTo16KiB() throws Exception {
        bench.gateway.log.committing();
        String large = "{\"type\":\"sos\",\"x\":\"" + "y".repeat(16_000) + "\"}";
        assertThat(Ask.json(device, UP, large).getCode()).isEqualTo(ResponseCode.CHANGED);
        String tooLarge = "{\"type\":\"sos\",\"x\":\"" + "y".repeat(17_000) + "\"}";
        assertThat(Ask.json(device, UP, tooLarge).getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(Ask.json(device, "/down?id=coap-1", large).getCode()).isEqualTo(ResponseCode.BAD_OPTION);
        assertThat(bench.listener.coap().get(Count.BLOCKS_REFUSED)).isEqualTo(1);
        assertThat(bench.gateway.log.signals()).hasSize(1);
    }

    @Test
    void aDeviceThatNeverAcknowledgesIsAnsweredWithoutAskingForIt() throws Exception {
        try (Raw raw = new Raw(bench.plain())) {
            for (int i = 0; i < 2 * CoapDevice.MAX_UNCONFIRMED; i++) {
                byte[] answer = pressOnce(raw, i);
                assertThat(Raw.type(answer)).isEqualTo(Raw.CON);
                raw.send(Raw.empty(Raw.ACK, Raw.messageId(answer)));
                // the next request finds the acknowledgement counted: both are read in their order
                raw.send(Raw.empty(Raw.CON, 60_000 + i));
                assertThat(raw.receive()).isEqualTo(Raw.empty(Raw.RST, 60_000 + i));
            }
            int asked = 0;
            for (int i = 100; i < 100 + 2 * CoapDevice.MAX_UNCONFIRMED; i++) {
                asked += Raw.type(pressOnce(raw, i)) == Raw.CON ? 1 : 0;
            }
            assertThat(asked).isLessThanOrEqualTo(CoapDevice.MAX_UNCONFIRMED);
            assertThat(bench.listener.coap().get(Count.UNCONFIRMED)).isGreaterThanOrEqualTo(CoapDevice.MAX_UNCONFIRMED);
        }
    }

    /** Its answer; repeats of former ones are passed over. */
    private byte[] pressOnce(Raw raw, int number) throws Exception {
        raw.send(Raw.post(Raw.CON, number, number, "coap-1", SOS.replace("5", "" + number)));
        Submitted press = bench.gateway.log.next();
        while (!Arrays.equals(raw.receive(), Raw.empty(Raw.ACK, number))) {
            // a former answer again
        }
        press.commit();
        while (true) {
            byte[] answer = raw.receive();
            if (Raw.code(answer) == Raw.CHANGED && answer[4] == (byte) number) {
                return answer;
            }
        }
    }

    @Test
    void noSingleDeviceFillsTheAlarmLane() throws Exception {
        try (Raw raw = new Raw(bench.plain())) {
            int most = CoapListenerConfig.MAX_ALARMS_WAITING;
            for (int i = 0; i < most; i++) {
                raw.send(Raw.post(Raw.NON, i, 1, "coap-1", "{\"type\":\"sos\",\"seq\":" + i + "}"));
                bench.gateway.log.next();
            }
            raw.send(Raw.post(Raw.NON, most, 1, "coap-1", "{\"type\":\"sos\",\"seq\":" + most + "}"));
            assertThat(Raw.code(raw.receive())).isEqualTo(0xA3);
        }
    }
}
