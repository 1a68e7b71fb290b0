package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters;
import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.util.ReferenceCountUtil;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/**
 * What checking a PUBLISH before it is decoded costs, against the decoder alone in the same run. {@code ./convoy bench mqtt}.
 * Rounds alternate; the median of each counts.
 */
final class StrictBench {
    private static final int ROUNDS = 41;
    private static final int PACKETS = 20_000;
    private static final int AT_ONCE = 16;
    private static final String TOPIC = "convoy/band-000001/up/json";
    private static final String BEAT =
            "{\"type\":\"heartbeat\",\"battery\":80,\"signal\":55,\"steps\":1200,\"worn\":true}";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long decoded;

    public static void main(String[] arguments) {
        StrictBench bench = new StrictBench();
        byte[] connect3 = Wire.connect(4, "band-000001", 2, 60, "", "");
        byte[] connect5 = Wire.connect(5, "band-000001", 2, 60, "00", "");
        String properties = "1a" + "0101" + "26" + "0003" + "6b6579" + "0005" + "76616c7565" + "03" + "0005"
                + "6a736f6e38" + "230001";
        System.out.printf(
                "%-44s %10s %10s %10s %10s%n", "PUBLISH of QoS 1", "bare ns", "strict ns", "bare B", "strict B");
        bench.row("3.1.1, heartbeat", connect3, Wire.publish(2, 7, TOPIC, "", BEAT));
        bench.row("5.0, heartbeat, no properties", connect5, Wire.publish(2, 7, TOPIC, "00", BEAT));
        bench.row("5.0, heartbeat, four properties", connect5, Wire.publish(2, 7, TOPIC, properties, BEAT));
        bench.row("5.0, 16 kB", connect5, Wire.publish(2, 7, TOPIC, "00", "x".repeat(16 * 1024)));
        System.out.println("ns: processor time of the thread per packet, 16 to a read; B: allocated per packet");
    }

    private record Cost(long nanos, long bytes) {}

    private void row(String name, byte[] connect, byte[] publish) {
        Cost[] bare = new Cost[ROUNDS];
        Cost[] strict = new Cost[ROUNDS];
        for (int round = -10; round < ROUNDS; round++) {
            Cost without = read(connect, publish, false);
            Cost with = read(connect, publish, true);
            if (round >= 0) {
                bare[round] = without;
                strict[round] = with;
            }
        }
        Cost before = median(bare);
        Cost after = median(strict);
        System.out.printf(
                Locale.ROOT,
                "%-44s %10d %10d %10d %10d%n",
                name,
                before.nanos(),
                after.nanos(),
                before.bytes(),
                after.bytes());
    }

    private static Cost median(Cost[] costs) {
        long[] nanos = Arrays.stream(costs).mapToLong(Cost::nanos).sorted().toArray();
        long[] bytes = Arrays.stream(costs).mapToLong(Cost::bytes).sorted().toArray();
        return new Cost(nanos[ROUNDS / 2], bytes[ROUNDS / 2]);
    }

    private Cost read(byte[] connect, byte[] publish, boolean strictly) {
        Offer offer = Offer.DEVICES;
        ChannelHandler decoder = new MqttDecoder(offer.maxPacketBytes(), 65_535, true);
        ChannelHandler sink = new Sink();
        EmbeddedChannel channel = strictly
                ? new EmbeddedChannel(new PacketGate(offer, new IngestCounters()), decoder, sink)
                : new EmbeddedChannel(decoder, sink);
        channel.writeInbound(Unpooled.wrappedBuffer(connect));
        ByteBuf burst = Unpooled.buffer(publish.length * AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            burst.writeBytes(publish);
        }
        long expected = decoded + PACKETS;
        long bytes = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < PACKETS / AT_ONCE; i++) {
            channel.writeInbound(burst.retainedDuplicate());
        }
        long nanos = threads.getCurrentThreadCpuTime() - start;
        long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
        channel.finishAndReleaseAll();
        burst.release();
        if (decoded != expected) {
            throw new IllegalStateException("decoded " + (decoded - expected + PACKETS) + " of " + PACKETS);
        }
        return new Cost(nanos / PACKETS, allocated / PACKETS);
    }

    private final class Sink extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (((MqttMessage) message).decoderResult().isFailure()) {
                throw new IllegalStateException(
                        ((MqttMessage) message).decoderResult().cause());
            }
            decoded += message instanceof MqttPublishMessage ? 1 : 0;
            ReferenceCountUtil.release(message);
        }
    }
}
