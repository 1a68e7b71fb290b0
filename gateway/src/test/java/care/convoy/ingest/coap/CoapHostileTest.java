package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Gateway;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.eclipse.californium.core.CoapClient;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.Test;

/** Any datagrams on both ports: a device is answered all the while, nothing grows. {@code -Dcoap.hostile=1000000} for more. */
class CoapHostileTest {
    private static final int ROUNDS = Integer.getInteger("coap.hostile", 20_000);
    private static final int PRESS_EACH = 2_000;
    private static final long SEED = 5_683;
    private static final String SOS = "{\"type\":\"sos\",\"boot\":7,\"seq\":";

    private final Random random = new Random(SEED);

    @Test
    void hostileDatagramsCostNoPressAndNoMemory() throws Exception {
        try (Bench bench = unpaced();
                Raw open = new Raw(bench.plain());
                Raw dtls = new Raw(bench.dtls());
                Relay relay = new Relay(bench.dtls(), 0, SEED)) {
            bench.gateway.log.committing();
            CoapClient device =
                    bench.sealed("coap-1", Bench.KEY, relay.address(), CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
            for (int round = 0; round < ROUNDS; round++) {
                if (round % PRESS_EACH == 0) {
                    assertThat(Ask.json(device, "/up", SOS + round + "}").getCode())
                            .as("seed %d, round %d", SEED, round)
                            .isEqualTo(ResponseCode.CHANGED);
                }
                open.send(mutated(Raw.post(random.nextInt(4), round, round, "coap-2", body(round))));
                dtls.send(mutated(
                        relay.fromDevice().get(random.nextInt(relay.fromDevice().size()))));
                open.send(noise());
                dtls.send(noise());
            }
            assertThat(Ask.json(device, "/up", SOS + ROUNDS + "}").getCode()).isEqualTo(ResponseCode.CHANGED);
            assertThat(bench.listener.recentRequests()).isLessThanOrEqualTo(2 * 32_768);
            assertThat(bench.listener.sessions()).isEqualTo(1);
            assertThat(heapMegabytes())
                    .as("megabytes, of these up to 200 remembered")
                    .isLessThan(400);
            assertThat(bench.listener.unfinishedHandshakes()).isLessThanOrEqualTo(1_000);
            assertThat(bench.listener.coap().get(CoapCounters.Count.MALFORMED)).isPositive();
        }
    }

    /** What is to be judged here is what is done with datagrams that are read. */
    private static Bench unpaced() {
        int most = 100_000_000;
        return new Bench(
                new Gateway(100_000, 1_000),
                CoapListenerConfig.Bounds.STANDARD,
                CoapListenerConfig.Plain.THIS_MACHINE,
                new CoapListenerConfig.Pace(most, most, most));
    }

    /** Mostly measurements: the log of a test keeps every press. */
    private static String body(int round) {
        return round % 64 == 0 ? SOS + round + "}" : "{\"type\":\"heartbeat\",\"boot\":7,\"seq\":" + round + "}";
    }

    private static long heapMegabytes() {
        System.gc();
        return (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
    }

    private byte[] noise() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] mutated(byte[] datagram) {
        byte[] bytes = datagram.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0
                ? new String(bytes, StandardCharsets.ISO_8859_1)
                        .substring(0, random.nextInt(bytes.length))
                        .getBytes(StandardCharsets.ISO_8859_1)
                : bytes;
    }
}
