package care.convoy.ingest.coap;

import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Kind;
import care.convoy.ingest.Telemetry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests a second in the clear, processor time of the listener's threads for each, and what is kept on the heap. Arguments:
 * rate (requests a second), seconds, sockets. Every 256th request is a press. Sender and listener share the process.
 */
final class CoapBench {
    private static final int PRESS_EACH = 256;
    private static final long SECOND = 1_000_000_000L;

    private CoapBench() {}

    public static void main(String[] arguments) throws Exception {
        int rate = Integer.parseInt(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        int sockets = Integer.parseInt(arguments[2]);
        try (Bench bench = new Bench(new Gateway(1_000_000, 10_000), CoapListenerConfig.Bounds.STANDARD)) {
            Thread.ofPlatform().daemon().start(() -> commit(bench.gateway));
            Thread.ofPlatform().daemon().start(() -> drain(bench.gateway));
            AtomicLong answered = new AtomicLong();
            List<DatagramSocket> devices = new ArrayList<>();
            for (int i = 0; i < sockets; i++) {
                DatagramSocket device = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                devices.add(device);
                Thread.ofVirtual().start(() -> listen(device, answered));
            }
            for (int part = 0; part < seconds; part += 10) {
                report(bench, answered, send(bench, devices, rate, Math.min(10, seconds - part)));
            }
        }
    }

    private static void commit(Gateway gateway) {
        try {
            while (true) {
                gateway.log.next().commit();
            }
        } catch (InterruptedException | TimeoutException over) {
            // nothing was pressed for long
        }
    }

    private static void drain(Gateway gateway) {
        List<Telemetry> taken = new ArrayList<>();
        try {
            while (true) {
                taken.clear();
                gateway.lane.drain(taken, 10_000, 1_000);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void listen(DatagramSocket device, AtomicLong answered) {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        try {
            while (true) {
                packet.setLength(2_048);
                device.receive(packet);
                byte[] data = packet.getData();
                if (Raw.type(data) == Raw.CON) {
                    byte[] ack = Raw.empty(Raw.ACK, Raw.messageId(data));
                    device.send(new DatagramPacket(ack, ack.length, packet.getSocketAddress()));
                }
                if (Raw.code(data) != 0) {
                    answered.incrementAndGet();
                }
            }
        } catch (IOException closed) {
            // the run is over
        }
    }

    private static int next;

    private static long[] send(Bench bench, List<DatagramSocket> devices, int rate, int seconds) throws Exception {
        long started = System.nanoTime();
        long cpu = cpu();
        int total = rate * seconds;
        for (int i = 0; i < total; i++) {
            int number = next++;
            long due = started + (long) i * SECOND / rate;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            String type = number % PRESS_EACH == 0 ? "sos" : "heartbeat";
            byte[] request = Raw.post(
                    Raw.CON,
                    (number / devices.size()) & 0xFFFF,
                    number & 0xFF,
                    "coap-" + (1 + number % 3),
                    "{\"type\":\"" + type + "\",\"boot\":1,\"seq\":" + number + "}");
            devices.get(number % devices.size()).send(new DatagramPacket(request, request.length, bench.plain()));
        }
        return new long[] {total, System.nanoTime() - started, cpu() - cpu};
    }

    private static long cpu() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().matches("(coap-|UDP-|DTLS-).*")) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    private static void report(Bench bench, AtomicLong answered, long[] sent) {
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        StringBuilder line = new StringBuilder();
        line.append(String.format(
                "%,d requests in %.1f s, %,d answered in all, %.1f us each, heap %d MB, remembered %d, presses %d of %d",
                sent[0],
                sent[1] / 1e9,
                answered.get(),
                sent[2] / 1e3 / sent[0],
                heap >> 20,
                bench.listener.recentRequests(),
                bench.listener.counters().messages(Kind.SOS),
                (next + PRESS_EACH - 1) / PRESS_EACH));
        for (CoapCounters.Count count : CoapCounters.Count.values()) {
            if (bench.listener.coap().get(count) > 0) {
                line.append(' ')
                        .append(count)
                        .append('=')
                        .append(bench.listener.coap().get(count));
            }
        }
        System.out.println(line);
    }
}
