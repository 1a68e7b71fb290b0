package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.coap.CoapCounters.Count;
import care.convoy.ingest.coap.CoapListenerConfig.Bounds;
import care.convoy.ingest.coap.CoapListenerConfig.Pace;
import care.convoy.ingest.connection.AllowedNetworks;
import care.convoy.ingest.connection.IngestClock;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.RawData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept is bounded, and what is said beyond the bound; each with a bound that is small enough to reach. */
class CoapBoundsTest {
    private static final int CONTINUE = 0x5F;
    private static final int CONTENT = 0x45;
    private static final int INCOMPLETE = 0x88;
    private static final int BAD_REQUEST = 0x80;
    private static final int GET = 0x01;
    private static final int SESSIONS = 2;
    private static final int INBOX = 4;
    private static final int RECENT = 4;
    private static final int TRANSFERS = 10;
    private static final Bounds SMALL = new Bounds(SESSIONS, 10, INBOX, RECENT, TRANSFERS, 50);

    private final Gateway gateway = new Gateway(100_000, 1_000);
    private final List<Raw> devices = new ArrayList<>();

    @AfterEach
    void close() {
        devices.forEach(Raw::close);
        gateway.close();
    }

    private Bench start(Bounds bounds) {
        gateway.log.committing();
        return new Bench(gateway, bounds);
    }

    private Raw device(Bench bench) throws Exception {
        Raw device = new Raw(bench.plain());
        devices.add(device);
        return device;
    }

    private static String heartbeat(int sequence) {
        return "{\"type\":\"heartbeat\",\"boot\":7,\"seq\":" + sequence + "}";
    }

    @Test
    void whatFindsTheInboxFullIsDroppedUnreadAndCounted() throws Exception {
        var config = new CoapListenerConfig("127.0.0.1", 0, null, SMALL, Pace.STANDARD);
        CoapParts parts = CoapParts.of(config, gateway.services(), IngestClock.SYSTEM);
        CoapThreads threads = new CoapThreads(1);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        Semaphore read = new Semaphore(0);
        Inbox inbox = new Inbox(_ -> threads.execute(read::release), AllowedNetworks.ANY, threads, null, parts);
        try {
            threads.execute(() -> {
                held.countDown();
                awaitQuietly(busy);
            });
            assertThat(held.await(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
            for (int i = 0; i < INBOX + 6; i++) {
                inbox.receiveData(datagram());
            }
            assertThat(threads.backlog()).isEqualTo(INBOX);
            assertThat(parts.coap().get(Count.OVERLOADED)).isEqualTo(6);
            busy.countDown();
            assertThat(read.tryAcquire(INBOX, Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS))
                    .isTrue();
            inbox.receiveData(datagram());
            assertThat(read.tryAcquire(Bench.WAIT_MILLIS, TimeUnit.MILLISECONDS))
                    .as("there is room again")
                    .isTrue();
            assertThat(parts.coap().get(Count.OVERLOADED)).isEqualTo(6);
        } finally {
            busy.countDown();
            threads.shutdownNow();
        }
    }

    private static RawData datagram() {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", 5_683);
        return RawData.inbound(new byte[] {1}, new AddressEndpointContext(address), false, System.nanoTime(), address);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void ofMoreRequestsTheOldestIsForgottenAndTakenAsNew() throws Exception {
        try (Bench bench = start(new Bounds(10, 10, 100, RECENT, TRANSFERS, 50))) {
            Raw device = device(bench);
            for (int i = 0; i < 2 * RECENT; i++) {
                assertThat(answer(device, i)).isEqualTo(Raw.CHANGED);
            }
            assertThat(bench.listener.recentRequests()).isEqualTo(RECENT);
            assertThat(bench.listener.coap().get(Count.FORGOTTEN)).isEqualTo(RECENT);
            assertThat(gateway.telemetry(2 * RECENT)).hasSize(2 * RECENT);

            assertThat(answer(device, 2 * RECENT - 1)).isEqualTo(Raw.CHANGED);
            assertThat(bench.listener.coap().get(Count.REPEATS)).isEqualTo(1);
            assertThat(gateway.telemetry()).as("a repeat is not taken again").isEmpty();

            assertThat(answer(device, 0)).isEqualTo(Raw.CHANGED);
            assertThat(bench.listener.coap().get(Count.REPEATS)).isEqualTo(1);
            assertThat(gateway.telemetry(1)).as("one that was forgotten is").hasSize(1);
        }
    }

    private static int answer(Raw device, int number) throws Exception {
        device.send(Raw.post(Raw.CON, number, number, "coap-1", heartbeat(number)));
        byte[] answer = device.receive();
        assertThat(Raw.messageId(answer)).isEqualTo(number);
        return Raw.code(answer);
    }

    @Test
    void ofMoreTransfersTheNewestIsRefusedAndAWholePressIsTakenAllTheSame() throws Exception {
        try (Bench bench = start(new Bounds(100, 10, 100, 100, TRANSFERS, 50))) {
            for (int i = 0; i < TRANSFERS; i++) {
                assertThat(block(device(bench), 0)).isEqualTo(CONTINUE);
            }
            for (int i = 0; i < 3; i++) {
                Raw oneMore = device(bench);
                // Californium answers the first block before it finds that there is no room
                block(oneMore, 0);
                assertThat(block(oneMore, 1)).isEqualTo(INCOMPLETE);
            }
            assertThat(block(devices.getFirst(), 1)).as("goes on").isEqualTo(CONTINUE);
            String sos = "{\"type\":\"sos\",\"boot\":7,\"seq\":1}";
            assertThat(Ask.text(Ask.json(bench.open(bench.plain()), "/up?id=coap-1", sos)))
                    .contains("\"received\"");
        }
    }

    @Test
    void aBlockWithMoreInItThanItHoldsIsAnsweredAndThePressInItTaken() throws Exception {
        try (Bench bench = start(new Bounds(100, 10, 100, 100, TRANSFERS, 50));
                LoggedErrors errors = new LoggedErrors()) {
            assertThat(overfull(device(bench), 0)).isEqualTo(Raw.CHANGED);
            assertThat(gateway.log.signals()).hasSize(1);
            assertThat(overfull(device(bench), 1)).isEqualTo(BAD_REQUEST);
            assertThat(errors.all()).isEmpty();
        }
    }

    /** The code of the answer to a press of more than 16 bytes in a last block of 16. */
    private static int overfull(Raw device, int number) throws Exception {
        ByteArrayOutputStream out = head(Raw.POST, 9);
        option(out, 11, "up".getBytes(StandardCharsets.UTF_8));
        option(out, 4, "id=coap-1".getBytes(StandardCharsets.UTF_8));
        option(out, 12, new byte[] {(byte) (number << 4)});
        out.write(0xFF);
        out.writeBytes("{\"type\":\"sos\",\"boot\":7,\"seq\":1}".getBytes(StandardCharsets.UTF_8));
        device.send(out.toByteArray());
        byte[] answer = device.receive();
        return Raw.code(answer) == 0 ? Raw.code(device.receive()) : Raw.code(answer);
    }

    /** The code of the answer to a block of 16 bytes that is not the last. */
    private static int block(Raw device, int number) throws Exception {
        ByteArrayOutputStream out = head(Raw.POST, number);
        option(out, 11, "up".getBytes(StandardCharsets.UTF_8));
        option(out, 4, "id=coap-1".getBytes(StandardCharsets.UTF_8));
        option(out, 12, new byte[] {(byte) ((number << 4) | 0x08)});
        out.write(0xFF);
        out.writeBytes("{\"type\":\"sos\" ,\"".getBytes(StandardCharsets.UTF_8));
        device.send(out.toByteArray());
        return Raw.code(device.receive());
    }

    @Test
    void ofMoreObserversTheNewestIsAnsweredWithoutObserve() throws Exception {
        try (Bench bench = start(new Bounds(SESSIONS, 10, 100, 100, TRANSFERS, 50))) {
            assertThat(observes(bench, "coap-1")).isTrue();
            assertThat(observes(bench, "coap-2")).isTrue();
            assertThat(observes(bench, "coap-3")).isFalse();
            assertThat(bench.listener.observers()).isEqualTo(SESSIONS);
        }
    }

    private boolean observes(Bench bench, String id) throws Exception {
        ByteArrayOutputStream out = head(GET, 1);
        option(out, 6, new byte[0]);
        option(out, 5, "down".getBytes(StandardCharsets.UTF_8));
        option(out, 4, ("id=" + id).getBytes(StandardCharsets.UTF_8));
        Raw device = device(bench);
        device.send(out.toByteArray());
        byte[] answer = device.receive();
        assertThat(Raw.code(answer)).isEqualTo(CONTENT);
        // after four bytes and a token of one comes the first option, if any: Observe is the lowest that is sent
        return (answer[5] & 0xFF) >> 4 == 6;
    }

    private static ByteArrayOutputStream head(int code, int messageId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0x41, (byte) code, (byte) (messageId >> 8), (byte) messageId, 7});
        return out;
    }

    private static void option(ByteArrayOutputStream out, int delta, byte[] value) {
        out.write((delta << 4) | value.length);
        out.writeBytes(value);
    }

    @Test
    void aDeviceThatBeginsManySessionsLocksNobodyOut() throws Exception {
        try (Bench bench = start(new Bounds(40, 10, 100, RECENT, TRANSFERS, 50))) {
            for (int i = 0; i < 60; i++) {
                CoapClient client = bench.sealed("coap-1", Bench.KEY);
                assertThat(Ask.json(client, "/up", heartbeat(i)).getCode())
                        .as("session %d", i)
                        .isEqualTo(ResponseCode.CHANGED);
                client.getEndpoint().destroy();
            }
            CoapClient other = bench.sealed("coap-2", Bench.KEY);
            assertThat(Ask.json(other, "/up", heartbeat(1)).getCode()).isEqualTo(ResponseCode.CHANGED);
        }
    }
}
