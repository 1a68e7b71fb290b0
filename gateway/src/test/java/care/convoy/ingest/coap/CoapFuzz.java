package care.convoy.ingest.coap;

import care.convoy.device.DeviceId;
import care.convoy.fuzz.FuzzTarget;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.Secret;
import care.convoy.ingest.connection.IngestClock;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.UdpEndpointContextMatcher;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.Bytes;
import org.eclipse.californium.scandium.dtls.ConnectionId;

/**
 * CoAP messages through a whole port: its layers, what it remembers, the resources, the intake. The first byte says on which
 * port (in the clear, or in an open DTLS session), from which device, whether something waits for the device and whether the log
 * takes alarms; then come messages, each after its length in two bytes. What went before stays: repeats, blocks, observers.
 * Faults: an answer 5.00, an error in the log, a request that asks for an acknowledgement and gets none, devices
 * kept that nobody provisioned, more remembered than its bound.
 */
public final class CoapFuzz implements FuzzTarget {
    private static final int INPUTS_PER_BENCH = 500;
    private static final int RECENT = 64;
    private static final int DEVICES = 2;
    private static final long HANDSHAKE_TIME = 1_780_000_000_000L;
    private static final int INTERNAL_ERROR = 0xA0;
    private static final CoapListenerConfig.Bounds SMALL = new CoapListenerConfig.Bounds(10, 10, 100, RECENT, 10, 50);

    private final LoggedErrors errors = new LoggedErrors();
    private Ports ports = new Ports();
    private int inputs;

    /** Both ports with what stands behind them. */
    private static final class Ports {
        private final Gateway gateway = new Gateway(10_000, 100);
        private final InlineThreads threads = new InlineThreads();
        private final Cable clear = new Cable("UDP");
        private final Cable sealed = new Cable("DTLS");
        private final CoapParts parts;
        private final List<CoapPort> open = new ArrayList<>();

        Ports() {
            var bind = new InetSocketAddress("127.0.0.1", 0);
            var plain = new CoapListenerConfig.Plain("127.0.0.1", 0, CoapListenerConfig.Plain.THIS_MACHINE);
            parts = CoapParts.of(
                    new CoapListenerConfig("127.0.0.1", 0, plain, SMALL, CoapListenerConfig.Pace.of(0)),
                    gateway.services(),
                    IngestClock.SYSTEM);
            SessionKeys keys = new SessionKeys(10);
            for (int i = 1; i <= DEVICES; i++) {
                gateway.registry.put(List.of(Gateway.device("coap-" + i, Protocol.COAP, Bench.KEY)));
                ConnectionId connection = new ConnectionId(new byte[] {(byte) i, 0});
                keys.opened(connection, "coap-" + i, HANDSHAKE_TIME + i, Secret.copyOf(Bench.KEY));
            }
            PeerPace pace = new PeerPace(CoapListenerConfig.Pace.of(0), DEVICES, System::nanoTime);
            Configuration settings = CoapSettings.of(SMALL);
            CoapDownlink downlink = new CoapDownlink(settings);
            var plainRoutes = new CoapRoutes(new PlainIdentity(parts, pace), new CoapUplink(parts), downlink, parts);
            var sealedRoutes =
                    new CoapRoutes(new DtlsIdentity(parts, keys, _ -> {}), new CoapUplink(parts), downlink, parts);
            open.add(new CoapPort(
                    new CoapPort.Make("CoAP", clear, new UdpEndpointContextMatcher(true), plainRoutes, pace),
                    bind,
                    settings,
                    threads,
                    parts));
            open.add(new CoapPort(
                    new CoapPort.Make("CoAP DTLS", sealed, new SessionMatcher(), sealedRoutes, null),
                    bind,
                    settings,
                    threads,
                    parts));
        }

        int remembered() {
            return open.stream().mapToInt(CoapPort::remembered).sum();
        }

        void close() {
            open.forEach(CoapPort::close);
            threads.shutdownNow();
            gateway.close();
        }
    }

    @Override
    public void feed(byte[] input) {
        if (input.length == 0) {
            return;
        }
        if (++inputs % INPUTS_PER_BENCH == 0) {
            ports.close();
            ports = new Ports();
        }
        int how = input[0];
        boolean sealed = (how & 1) != 0;
        int device = 1 + ((how >> 1) & 1);
        EndpointContext from = sealed ? session(device) : address(device);
        Cable cable = sealed ? ports.sealed : ports.clear;
        int at = 1;
        while (at + 2 <= input.length) {
            int length = Math.min(((input[at] & 0xFF) << 8) | (input[at + 1] & 0xFF), input.length - at - 2);
            byte[] message = Arrays.copyOfRange(input, at + 2, at + 2 + length);
            at += 2 + length;
            cable.receive(message, from);
            judge(message, cable.sent());
        }
        if ((how & 4) != 0) {
            ports.gateway.router.send(new DeviceId("coap-" + device), new Downlink.Locate(inputs));
        }
        settle((how & 8) == 0);
        judge(new byte[0], cable.sent());
        requireBounds();
    }

    /** What the log says to the alarms that wait for it. */
    private void settle(boolean durable) {
        try {
            while (ports.gateway.log.waiting() > 0) {
                var alarm = ports.gateway.log.next();
                if (durable) {
                    alarm.commit();
                } else {
                    alarm.fail(new IllegalStateException("no log"));
                }
            }
        } catch (InterruptedException | TimeoutException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void judge(byte[] message, List<byte[]> sent) {
        if (!errors.all().isEmpty()) {
            throw new IllegalStateException("logged: " + errors.all());
        }
        boolean answered = false;
        for (byte[] each : sent) {
            if (Raw.code(each) == INTERNAL_ERROR) {
                throw new IllegalStateException("answered 5.00");
            }
            answered |=
                    message.length >= 4 && Raw.messageId(each) == Raw.messageId(message) && Raw.type(each) >= Raw.ACK;
        }
        if (!answered && asksForAcknowledgement(message)) {
            throw new IllegalStateException("a confirmable request is not acknowledged");
        }
    }

    /** A request, CON, of version 1 with a head that can be read. */
    private static boolean asksForAcknowledgement(byte[] message) {
        return message.length >= 4
                && (message[0] & 0xC0) == 0x40
                && (message[0] & 0xF) <= 8
                && message.length >= 4 + (message[0] & 0xF)
                && Raw.type(message) == Raw.CON
                && Raw.code(message) >= 1
                && Raw.code(message) <= 7;
    }

    private void requireBounds() {
        if (ports.parts.devices().size() > DEVICES) {
            throw new IllegalStateException("keeps devices that nobody provisioned: "
                    + ports.parts.devices().keySet());
        }
        if (ports.remembered() > 2 * RECENT) {
            throw new IllegalStateException("remembers " + ports.remembered());
        }
    }

    private static EndpointContext address(int device) {
        return new AddressEndpointContext(new InetSocketAddress("127.0.0.1", 40_000 + device));
    }

    private static EndpointContext session(int device) {
        return new DtlsEndpointContext(
                new InetSocketAddress("127.0.0.1", 40_000 + device),
                null,
                new PreSharedKeyIdentity("coap-" + device),
                new Bytes(new byte[] {(byte) device}),
                1,
                "TLS_PSK_WITH_AES_128_CCM_8",
                HANDSHAKE_TIME + device);
    }

    /** Requests of each format, CON and NON, in blocks, observing, repeated, and what is no request. @param natives messages */
    public static List<byte[]> seeds(List<byte[]> natives, List<byte[]> jsons, List<byte[]> cbors) {
        List<byte[]> seeds = new ArrayList<>();
        int number = 0;
        for (byte[] body : natives) {
            seeds.add(input(number++, post(number, "*", body)));
        }
        for (byte[] body : jsons) {
            seeds.add(input(number++, post(number, "2", body)));
        }
        for (byte[] body : cbors) {
            seeds.add(input(number++, post(number, "<", body)));
        }
        byte[] press = "{\"type\":\"sos\",\"boot\":7,\"seq\":1}".getBytes(StandardCharsets.UTF_8);
        for (int how = 0; how < 16; how++) {
            seeds.add(input(how, post(1, "2", press), post(1, "2", press), Raw.empty(Raw.ACK, 1)));
            seeds.add(input(how, get(2, "down", 0), get(2, "down", 1), Raw.empty(Raw.RST, 2)));
            seeds.add(input(how, block(3, 0, true), block(4, 1, false)));
        }
        seeds.add(input(0, get(5, ".well-known", -1), Raw.empty(Raw.CON, 6)));
        return seeds;
    }

    private static byte[] input(int how, byte[]... messages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(how);
        for (byte[] message : messages) {
            out.write(message.length >> 8);
            out.write(message.length);
            out.writeBytes(message);
        }
        return out.toByteArray();
    }

    private static byte[] post(int number, String format, byte[] body) {
        ByteArrayOutputStream out = head(number % 3 == 0 ? Raw.NON : Raw.CON, Raw.POST, number);
        option(out, 11, "up");
        option(out, 1, format);
        option(out, 3, "id=coap-1");
        out.write(0xFF);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] get(int number, String path, int observe) {
        ByteArrayOutputStream out = head(Raw.CON, 1, number);
        if (observe >= 0) {
            option(out, 6, observe == 0 ? "" : "\u0001");
        }
        option(out, observe >= 0 ? 5 : 11, path);
        option(out, 4, "id=coap-1");
        return out.toByteArray();
    }

    private static byte[] block(int messageId, int number, boolean more) {
        ByteArrayOutputStream out = head(Raw.CON, Raw.POST, messageId);
        option(out, 11, "up");
        option(out, 4, "id=coap-1");
        option(out, 12, String.valueOf((char) ((number << 4) | (more ? 8 : 0))));
        out.write(0xFF);
        out.writeBytes((more ? "{\"type\":\"sos\" ,\"" : "seq\":1}").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static ByteArrayOutputStream head(int type, int code, int messageId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {
            (byte) (0x41 | (type << 4)), (byte) code, (byte) (messageId >> 8), (byte) messageId, (byte) messageId
        });
        return out;
    }

    private static void option(ByteArrayOutputStream out, int delta, String value) {
        out.write((delta << 4) | value.length());
        out.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
