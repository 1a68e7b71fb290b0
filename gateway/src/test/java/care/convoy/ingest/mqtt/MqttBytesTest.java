package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.IngestCounters.Reject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the network and hostile devices do to bytes. */
class MqttBytesTest {
    private static final String UP = "convoy/band-1/up/json";
    private static final String SOS = "{\"type\":\"sos\",\"seq\":5,\"boot\":7}";
    private static final String BEAT = "{\"type\":\"heartbeat\",\"seq\":6,\"battery\":80}";
    private static final int HOSTILE_BYTES = 10_000_000;

    private final Bench bench = new Bench(new Gateway(10_000, 10_000));

    @AfterEach
    void close() {
        bench.close();
    }

    private static byte[] conversation() {
        return Wire.join(
                Wire.connect3("band-1", Gateway.SECRET),
                Wire.subscribe(1, "", "convoy/band-1/down/json", 1),
                Wire.publish3(1, 1, UP, BEAT),
                Wire.publish3(2, 2, UP, SOS),
                Wire.pubrel(2),
                Wire.hex("c000"),
                Wire.publish3(1, 3, UP, BEAT + " ".repeat(200)));
    }

    @Test
    void aStreamDecodesAlikeHoweverItIsCut() {
        bench.gateway.log.committing();
        byte[] all = conversation();
        Bench.Peer whole = bench.connect().send(all);
        String expected = whole.received();
        whole.hangUp();
        for (int at = 1; at < all.length; at++) {
            Bench.Peer cut = bench.connect();
            cut.send(Arrays.copyOfRange(all, 0, at));
            String early = cut.received();
            cut.send(Arrays.copyOfRange(all, at, all.length));
            assertThat(sorted(early + cut.received())).as("cut at %d", at).isEqualTo(sorted(expected));
            cut.hangUp();
        }
        Bench.Peer dripped = bench.connect();
        StringBuilder answers = new StringBuilder();
        for (byte next : all) {
            dripped.send(new byte[] {next});
            answers.append(dripped.received());
        }
        assertThat(sorted(answers.toString())).isEqualTo(sorted(expected));
        dripped.hangUp();
    }

    /** A commit answers when the loop comes to it, which differs with the cut; the packets are the same. */
    private static List<String> sorted(String hex) {
        List<String> packets = new ArrayList<>();
        for (int at = 0; at < hex.length(); ) {
            int length = Integer.parseInt(hex.substring(at + 2, at + 4), 16);
            boolean longer = length >= 0x80;
            if (longer) {
                length = (length & 0x7F) + 128 * Integer.parseInt(hex.substring(at + 4, at + 6), 16);
            }
            int end = at + 4 + (longer ? 2 : 0) + 2 * length;
            packets.add(hex.substring(at, end));
            at = end;
        }
        packets.sort(null);
        return packets;
    }

    @Test
    void aPacketThatAnnouncesMuchCostsNothingAndIsTold() {
        Bench.Peer five = bench.connect().in5("band-1").sendHex("30ffffff2f");
        assertThat(bench.allocator.metric().usedHeapMemory()).isLessThan(4_096);
        assertThat(five.received()).isEqualTo(Wire.goodbye("95"));
        assertThat(five.isClosed()).isTrue();
        Bench.Peer first = bench.connect().sendHex("10ffffff7f");
        assertThat(first.isClosed()).isTrue();
        assertThat(first.received()).isEmpty();
        Bench.Peer old = bench.connect().in3("band-1");
        old.send(Wire.publish3(1, 1, UP, "x".repeat(16_384)));
        assertThat(old.received()).as("the largest message").isEqualTo("40020001");
        old.send(Wire.publish3(1, 2, UP, "x".repeat(16_385)));
        assertThat(old.isClosed()).isTrue();
        Bench.Peer new5 = bench.connect().in5("band-1").send(Wire.publish5(1, 2, UP, "x".repeat(16_385)));
        assertThat(new5.received()).isEqualTo(Wire.goodbye("95"));
        assertThat(bench.counters.rejects(Reject.TOO_LARGE)).isEqualTo(4);
    }

    @Test
    void aLengthWithoutEndIsMalformed() {
        Bench.Peer five = bench.connect().in5("band-1").sendHex("30ffffffff01");
        assertThat(five.received()).isEqualTo(Wire.goodbye("81"));
        assertThat(five.isClosed()).isTrue();
    }

    @Test
    void whatComesBeforeTheFaultIsStillTaken() throws Exception {
        Bench.Peer five = bench.connect().in5("band-1").send(Wire.publish5(1, 1, UP, SOS), Wire.hex("30ffffff7f"));
        bench.gateway.log.next();
        assertThat(five.isClosed()).isTrue();
        assertThat(five.received()).isEqualTo(Wire.goodbye("95"));
    }

    @Test
    void aStringThatRunsPastItsPacketIsMalformedAndNotWaitedFor() {
        Bench.Peer five = bench.connect().in5("band-1").sendHex("3203 0040 61");
        assertThat(five.received()).isEqualTo(Wire.goodbye("81"));
        assertThat(five.isClosed()).isTrue();
        assertThat(bench.counters.rejects(Reject.MALFORMED)).isEqualTo(1);
        Bench.Peer behind = bench.connect()
                .in5("band-1")
                .send(Wire.hex("3203 0040 61"), Wire.publish5(1, 1, UP, BEAT), Wire.publish5(1, 2, UP, BEAT));
        assertThat(behind.received()).isEqualTo(Wire.goodbye("81"));
    }

    @Test
    void packetsThatMayNotBeAreClosed() {
        for (String hex : List.of(
                "3600", // QoS 3
                "6002 0001", // PUBREL without its flags
                "8003 000100", // SUBSCRIBE without its flags
                "8202 0001", // SUBSCRIBE without a filter
                "a202 0001", // UNSUBSCRIBE without a filter
                "3205 0001 61 0000", // packet id 0
                "3205 0001 23 0001", // a wildcard in a topic name
                "3204 0000 0001", // no topic
                "3206 0002 c328 0001", // a topic that is not UTF-8
                "8206 0001 0001 ff 00", // a filter that is not UTF-8
                "2002 0000", // CONNACK from a device
                "9003 000100", // SUBACK from a device
                "f000", // AUTH, which 3.1.1 does not have
                "0000")) {
            Bench.Peer peer = bench.connect().in3("band-1").sendHex(hex);
            assertThat(peer.isClosed()).as(hex).isTrue();
            assertThat(peer.received()).as(hex).isEmpty();
        }
        assertThat(bench.counters.endings(Ending.PROTOCOL)).isEqualTo(14);
    }

    @Test
    void tenMillionHostileBytesHarmNobody() {
        bench.gateway.log.committing();
        long seed = 1_122;
        Random random = new Random(seed);
        byte[] good = conversation();
        long spent = 0;
        int connections = 0;
        while (spent < HOSTILE_BYTES) {
            byte[] bytes = hostile(good, random);
            Bench.Peer peer = bench.connect();
            for (int at = 0; at < bytes.length && peer.channel.isOpen(); ) {
                int length = Math.min(1 + random.nextInt(600), bytes.length - at);
                peer.send(Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            }
            peer.channel.checkException();
            peer.hangUp();
            assertThat(bench.allocator.metric().usedHeapMemory())
                    .as("seed %d, connection %d", seed, connections)
                    .isZero();
            spent += bytes.length;
            connections++;
        }
        assertThat(bench.counters.connectionsOpen()).isZero();
        assertThat(bench.counters.endings(Ending.BROKEN)).isZero();
        assertThat(bench.gateway.router.size()).isZero();
        bench.connect().in3("band-1").hangUp();
    }

    private static byte[] hostile(byte[] good, Random random) {
        if (random.nextInt(5) == 0) {
            byte[] noise = new byte[1 + random.nextInt(2_000)];
            random.nextBytes(noise);
            return noise;
        }
        byte[] mutated = good.clone();
        int connect = Wire.connect3("band-1", Gateway.SECRET).length;
        int from = random.nextInt(3) == 0 ? 0 : connect;
        for (int i = random.nextInt(5); i >= 0; i--) {
            mutated[from + random.nextInt(mutated.length - from)] = (byte) random.nextInt(256);
        }
        return Arrays.copyOf(mutated, random.nextInt(4) == 0 ? random.nextInt(mutated.length) : mutated.length);
    }
}
