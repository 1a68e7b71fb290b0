package care.convoy.ingest.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * One client id that connects again and again while its former connection still lives, on two event loops in turn (each
 * connection goes to the next loop), and messages for it all the while.
 */
class TakeOverStormTest {
    private static final int MESSAGES = 2_000;
    private static final String TOPIC = "t";

    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final MqttListener listener =
            MqttListener.startTestTenant(MqttListenerConfig.testTenant("127.0.0.1", 0), loops, gateway.services());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        listener.close();
        loops.close();
        gateway.close();
        leaks.close();
    }

    /** A PUBLISH of QoS 1 as it came. */
    private record Came(int number, boolean repeated) {}

    /** What some connection acknowledged; never more are on their way than the session's queue holds. */
    private static final class Acknowledged {
        private final Set<Integer> numbers = ConcurrentHashMap.newKeySet();
        private final Semaphore room = new Semaphore(Deliveries.MAX_WAITING / 2);

        void add(int number) {
            if (numbers.add(number)) {
                room.release();
            }
        }
    }

    private static byte[] connect() {
        return Wire.packet(0x10, Wire.join(Wire.text("MQTT"), Wire.hex("04 00 003c"), Wire.text("storm")));
    }

    /** Reads until closed, acknowledging every second message, so that there is always something in flight. */
    private static List<Came> hear(WireClient client, Acknowledged acknowledged) {
        List<Came> came = new ArrayList<>();
        try {
            for (String packet = client.next(); ; packet = client.next()) {
                byte[] bytes = Wire.hex(packet);
                if ((bytes[0] & 0xF0) != 0x30) {
                    continue;
                }
                int number = (bytes[7] & 0xFF) << 8 | bytes[8] & 0xFF;
                came.add(new Came(number, (bytes[0] & 8) != 0));
                if (came.size() % 2 == 0 || came.size() > 8) {
                    client.send(Wire.packet(0x40, new byte[] {bytes[5], bytes[6]}));
                    acknowledged.add(number);
                }
            }
        } catch (IOException taken) {
            return came;
        }
    }

    private static void publish(WireClient from, int number) throws IOException {
        byte[] payload = {(byte) (number >> 8), (byte) number};
        from.send(Wire.packet(0x32, Wire.join(Wire.text(TOPIC), Wire.hex("0001"), payload)));
        assertThat(from.next()).isEqualTo("40020001");
    }

    @Test
    void nothingIsLostOrDoubledButWhatIsMarkedAsRepeated() throws Exception {
        List<Future<List<Came>>> lives = new ArrayList<>();
        List<WireClient> clients = new ArrayList<>();
        Acknowledged acknowledged = new Acknowledged();
        clients.add(come(true));
        lives.add(threads.submit(() -> hear(clients.getFirst(), acknowledged)));
        Future<?> publisher = threads.submit(() -> publishAll(acknowledged.room));
        while (!publisher.isDone()) {
            WireClient next = come(false);
            clients.add(next);
            lives.add(threads.submit(() -> hear(next, acknowledged)));
            assertThat(listener.sessions()).as("one owner, and the publisher").isLessThanOrEqualTo(2);
        }
        publisher.get();
        Set<Integer> heard = new HashSet<>();
        int fresh = 0;
        // a last one that acknowledges everything that is left
        WireClient last = come(false);
        last.send(Wire.hex("c000"));
        List<Came> rest = drain(last, acknowledged);
        for (int i = 0; i < lives.size(); i++) {
            clients.get(i).close();
            for (Came each : lives.get(i).get(20, TimeUnit.SECONDS)) {
                heard.add(each.number());
                fresh += each.repeated() ? 0 : 1;
            }
        }
        for (Came each : rest) {
            heard.add(each.number());
            fresh += each.repeated() ? 0 : 1;
        }
        last.close();
        assertThat(clients).as("a storm").hasSizeGreaterThan(20);
        assertThat(heard.size()).as("all came, by one connection or another").isEqualTo(MESSAGES);
        assertThat(fresh).as("none twice without being marked").isLessThanOrEqualTo(MESSAGES);
    }

    private WireClient come(boolean subscribes) throws IOException {
        WireClient client = new WireClient(listener.port());
        client.send(connect());
        assertThat(client.next()).startsWith("2002").endsWith("00");
        if (subscribes) {
            client.send(Wire.subscribe(1, "", TOPIC, 1));
            assertThat(client.next()).isEqualTo("9003000101");
        }
        return client;
    }

    private Void publishAll(Semaphore room) throws Exception {
        try (WireClient from = new WireClient(listener.port())) {
            from.send(Wire.connect(4, "from", 2, 60, "", ""));
            assertThat(from.next()).isEqualTo("20020000");
            for (int i = 0; i < MESSAGES; i++) {
                room.acquire();
                publish(from, i);
            }
        }
        return null;
    }

    private List<Came> drain(WireClient last, Acknowledged acknowledged) throws IOException {
        List<Came> came = new ArrayList<>();
        while (acknowledged.numbers.size() < MESSAGES) {
            byte[] bytes = Wire.hex(last.next());
            if ((bytes[0] & 0xF0) == 0x30) {
                int number = (bytes[7] & 0xFF) << 8 | bytes[8] & 0xFF;
                came.add(new Came(number, (bytes[0] & 8) != 0));
                last.send(Wire.packet(0x40, new byte[] {bytes[5], bytes[6]}));
                acknowledged.add(number);
            }
        }
        return came;
    }
}
