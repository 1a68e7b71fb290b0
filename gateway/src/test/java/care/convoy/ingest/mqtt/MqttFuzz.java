package care.convoy.ingest.mqtt;

import care.convoy.fuzz.FuzzTarget;
import care.convoy.ingest.Gateway;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A connection, with the whole pipeline: the first byte says how far it is (nothing said yet, logged in with 3.1.1 or 5.0, in
 * the test tenant), the rest is what comes. Buffers that are not given back are a
 * fault of the input.
 */
public final class MqttFuzz implements FuzzTarget {
    private static final int INPUTS_PER_BENCH = 1_000;
    private static final int STAGES = 4;

    private Bench bench = bench();
    private int inputs;

    private static Bench bench() {
        Bench bench = new Bench();
        bench.gateway.log.committing();
        return bench;
    }

    public static List<byte[]> seeds() {
        String sos = "{\"type\":\"sos\",\"seq\":1}";
        List<byte[]> packets = List.of(
                Wire.connect3("band-1", Gateway.SECRET),
                Wire.connect5("band-1", Gateway.SECRET),
                Wire.publish3(1, 7, "convoy/band-1/up/json", sos),
                Wire.publish5(1, 7, "convoy/band-1/up/json", sos),
                Wire.join(Wire.publish5(2, 7, "convoy/band-1/up/json", sos), Wire.pubrel(7)),
                Wire.publish(1, 9, "t/a", "05 01 01 23 0001", "x"),
                Wire.subscribe(1, "", "convoy/band-1/down/json", 1),
                Wire.subscribe(1, "020b01", "t/#", 2),
                Wire.hex("c000"),
                Wire.hex("e000"),
                Wire.hex("e00204 00"));
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] packet : packets) {
            for (int stage = 0; stage < STAGES; stage++) {
                seeds.add(Wire.join(new byte[] {(byte) stage}, packet));
            }
        }
        return seeds;
    }

    @Override
    public void feed(byte[] input) {
        if (input.length == 0) {
            return;
        }
        if (++inputs % INPUTS_PER_BENCH == 0) {
            bench.close();
            bench = bench();
        }
        Bench.Peer peer = switch (input[0] & (STAGES - 1)) {
            case 0 -> bench.connect();
            case 1 -> bench.connect().send(Wire.connect3("band-1", Gateway.SECRET));
            case 2 -> bench.connect().send(Wire.connect5("band-1", Gateway.SECRET));
            default -> bench.visitor("v");
        };
        int cut = 1 + (input.length - 1) / 2;
        peer.send(Arrays.copyOfRange(input, 1, cut));
        if (!peer.isClosed()) {
            peer.send(Arrays.copyOfRange(input, cut, input.length));
        }
        peer.hangUp();
        peer.received();
        peer.channel.checkException();
        if (bench.allocator.metric().usedHeapMemory() != 0) {
            throw new IllegalStateException("a buffer is not given back");
        }
    }
}
