package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fates;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.connection.ConnectionEvent;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MqttDownlinkTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final String DOWN = "convoy/band-1/down/json";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void onlyTheOwnDownTopicsMayBeSubscribed() {
        Bench.Peer old = bench.connect().in3("band-1");
        for (String filter : new String[] {"#", "convoy/band-2/down", "convoy/band-1/up", "convoy/+/down", "a#b"}) {
            old.send(Wire.subscribe(7, "", filter, 2));
            assertThat(old.received()).as(filter).isEqualTo("9003000780");
        }
        old.send(Wire.subscribe(7, "", DOWN, 2));
        assertThat(old.received()).isEqualTo("9003000702");
        old.hangUp();
        Bench.Peer five = bench.connect().in5("band-1");
        five.send(Wire.subscribe(7, "00", "convoy/#", 1));
        assertThat(five.received()).isEqualTo("900400070087");
        five.send(Wire.subscribe(7, "00", "a#b", 1));
        assertThat(five.received()).isEqualTo("90040007008f");
        five.send(Wire.subscribe(7, "00", "$share/g/" + DOWN, 1));
        assertThat(five.received()).isEqualTo("90040007009e");
        assertThat(bench.counters.rejects(Reject.FOREIGN_TOPIC)).isEqualTo(8);
        five.send(Wire.subscribe(7, "020b05", DOWN, 1));
        assertThat(five.received()).isEqualTo("900400070001");
        bench.gateway.router.send(BAND, new Downlink.Locate(1));
        assertThat(five.received())
                .as("with its subscription identifier, and what is left of its life")
                .contains("07" + "02" + "0000012c" + "0b05" + hex("{\"type\""));
        five.hangUp();
    }

    @Test
    void afterUnsubscribingNothingComes() {
        Bench.Peer five = bench.connect().in5("band-1").send(Wire.subscribe(1, "00", DOWN, 1));
        five.received();
        byte[] unsubscribe = Wire.packet(0xA2, Wire.join(Wire.hex("0002 00"), Wire.text(DOWN), Wire.text("x")));
        five.send(unsubscribe);
        assertThat(five.received()).isEqualTo("b0050002000011");
        bench.gateway.router.send(BAND, new Downlink.Locate(1));
        assertThat(five.received()).isEmpty();
        assertThat(bench.counters.downlinksDropped()).isEqualTo(1);
        five.hangUp();
    }

    @Test
    void anOpenWindowLimitsWhatIsUnderWayAndTheRestFollowsInOrder() {
        Bench.Peer five = bench.connect()
                .send(Wire.connect(5, "band-1", "band-1", Gateway.SECRET, 60, "03210002"))
                .send(Wire.subscribe(1, "00", DOWN, 1));
        five.received();
        for (int i = 1; i <= 4; i++) {
            bench.gateway.router.send(BAND, new Downlink.Locate(i));
        }
        assertThat(five.writes()).isEqualTo(2);
        five.sendHex("40020001");
        assertThat(five.received()).contains(hex("\"command\":3}"));
        five.sendHex("40020001");
        assertThat(five.received()).as("a second acknowledgement means nothing").isEmpty();
        five.sendHex("40020002");
        assertThat(five.received()).contains(hex("\"command\":4}"));
        five.hangUp();
    }

    @Test
    void anAcknowledgementOfTheClientIsItsWordAndARepeatGoesWithTheFirst() {
        Fates fates = new Fates(bench.gateway.router);
        Bench.Peer five = bench.connect().send(Wire.connect(5, "band-1", "band-1", Gateway.SECRET, 60, "0511000000ff"));
        five.received();
        assertThat(fates.taken()).as("nothing is heard before it subscribes").isEmpty();
        five.send(Wire.subscribe(1, "00", DOWN, 1));
        five.received();
        assertThat(fates.taken()).contains("band-1 there");
        bench.gateway.router.send(BAND, new Downlink.Ring(7), 60_000);
        assertThat(five.received()).contains(hex("{\"type\":\"ring\",\"command\":7}"));
        bench.gateway.router.send(BAND, new Downlink.Ring(7), 50_000);
        assertThat(five.received()).as("it is on its way").isEmpty();
        assertThat(fates.taken()).containsExactly("band-1 7 AWAITED", "band-1 7 AWAITED");
        five.sendHex("40020001");
        assertThat(fates.taken()).containsExactly("band-1 7 CONFIRMED");
        five.hangUp();
        assertThat(bench.gateway.router.isReachable(BAND)).isFalse();
    }

    @Test
    void withoutQualityItIsSentAndNothingIsHeardOfIt() {
        Fates fates = new Fates(bench.gateway.router);
        Bench.Peer three = bench.connect().in3("band-1").send(Wire.subscribe(1, "", DOWN, 0));
        three.received();
        fates.taken();
        bench.gateway.router.send(BAND, new Downlink.Show(8, "医生就到"), 60_000);
        assertThat(three.received()).contains(hex("{\"type\":\"message\",\"command\":8,\"text\":\"医生就到\"}"));
        assertThat(fates.taken()).containsExactly("band-1 8 SENT");
        three.hangUp();
    }

    private static String hex(String text) {
        return ByteBufUtil.hexDump(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aDeviceThatAcknowledgesNothingCostsABoundedQueue() {
        Bench.Peer peer = bench.connect().in3("band-1").send(Wire.subscribe(1, "", DOWN, 1));
        peer.received();
        for (int i = 0; i < 1_000; i++) {
            bench.gateway.router.send(BAND, new Downlink.Locate(i));
        }
        assertThat(peer.writes()).isEqualTo(Deliveries.WINDOW);
        assertThat(bench.counters.downlinksDropped()).isEqualTo(1_000 - Deliveries.WINDOW - Deliveries.MAX_WAITING);
        peer.hangUp();
    }

    @Test
    void aPacketThatTheDeviceDoesNotTakeIsNotSent() {
        Bench.Peer five = bench.connect()
                .send(Wire.connect(5, "band-1", "band-1", Gateway.SECRET, 60, "052700000028"))
                .send(Wire.subscribe(1, "00", DOWN, 1));
        five.received();
        bench.gateway.router.send(BAND, new Downlink.Locate(1));
        assertThat(five.received()).isEmpty();
        assertThat(bench.counters.downlinksDropped()).isEqualTo(1);
        five.hangUp();
    }

    @Test
    void shutdownSaysGoodbye() {
        Bench.Peer five = bench.connect().in5("band-1");
        five.channel.pipeline().fireUserEventTriggered(ConnectionEvent.SHUTDOWN);
        assertThat(five.received()).isEqualTo(Wire.goodbye("8b"));
        assertThat(five.isClosed()).isTrue();
        assertThat(bench.counters.endings(Ending.SHUTDOWN)).isEqualTo(1);
    }
}
