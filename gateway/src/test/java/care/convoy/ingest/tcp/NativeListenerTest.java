package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.Downward;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.Header;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The native server on real sockets. */
class NativeListenerTest {
    private final LeakWatch leaks = new LeakWatch();
    private final Gateway gateway = new Gateway(10_000, 1_000);
    private final IngestLoops loops = IngestLoops.start(2, IngestClock.SYSTEM);
    private final NativeListener listener = NativeListener.start(config(10_000), loops, gateway.services());

    NativeListenerTest() {
        gateway.registry.put(List.of(Gateway.device("tag-1", Protocol.NATIVE, Frames.KEY)));
    }

    private static NativeListenerConfig config(int maxHalfOpen) {
        return new NativeListenerConfig(
                "127.0.0.1",
                0,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                maxHalfOpen,
                NativeSealing.ACCEPTED,
                50);
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
        gateway.close();
        assertThat(listener.counters().connectionsOpen()).isZero();
        leaks.close();
    }

    /** A device on a real socket. */
    private static final class Device implements AutoCloseable {
        private final Socket socket;
        private final FrameReader reader = new FrameReader();
        private final ArrayDeque<NativeMessage> heard = new ArrayDeque<>();
        private long epoch;
        private long sequence;

        Device(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
        }

        Device logIn(String id) throws IOException {
            DeviceLogin login = Frames.login(id, 0, 1);
            send(Frames.hello(login));
            NativeMessage challenge = next();
            send(Frames.proof(login, challenge.message(), challenge.header()));
            NativeMessage welcome = next();
            assertThat(login.open(MessageEncoder.encode(welcome.header(), welcome.message())))
                    .isInstanceOf(LoginStep.Open.class);
            epoch = login.sessionEpoch();
            sequence = login.nextSequence();
            return this;
        }

        void say(Message message) throws IOException {
            send(Frames.frame(Header.of(epoch, sequence++, 0), message));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        NativeMessage next() throws IOException {
            while (heard.isEmpty()) {
                byte[] bytes = new byte[1_024];
                int length = socket.getInputStream().read(bytes);
                if (length < 0) {
                    throw new EOFException("closed");
                }
                reader.feed(
                        ByteBuffer.wrap(bytes, 0, length),
                        FrameSink.decoding(decoded -> heard.add((NativeMessage) decoded)));
            }
            return heard.remove();
        }

        boolean isClosed() throws IOException {
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketException reset) {
                return true;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @Test
    void aDeviceLogsInBeatsPressesAndIsTakenOver() throws Exception {
        try (Device device = new Device(listener.port()).logIn("tag-1")) {
            device.say(new Upward.Heartbeat(80, 50, YesNo.YES, 1));
            assertThat(device.next().message()).isEqualTo(new Downward.Ack(2));
            device.say(new Upward.Sos(1, null));
            var press = gateway.log.next();
            press.commit();
            assertThat(((Downward.Received) device.next().message()).alertId())
                    .isEqualTo(press.alert().value());
            assertThat(gateway.telemetry(1)).hasSize(1);
            try (Device other = new Device(listener.port()).logIn("tag-1")) {
                assertThat(device.next().message())
                        .isEqualTo(new SessionMessage.Close(CloseReason.TAKEN_OVER, Message.NOT_MEASURED));
                assertThat(device.isClosed()).isTrue();
                listener.close();
                assertThat(other.next().message())
                        .isEqualTo(new SessionMessage.Close(CloseReason.GOING_AWAY, Message.NOT_MEASURED));
            }
        }
    }

    @Test
    void twoThousandQuickConnectionsLeaveRoomForAPress() throws Exception {
        gateway.log.committing();
        List<Device> idle = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            idle.add(new Device(listener.port()));
        }
        try (Device device = new Device(listener.port()).logIn("tag-1")) {
            device.say(new Upward.Sos(1, null));
            assertThat(device.next().message()).isInstanceOf(Downward.Received.class);
        }
        for (Device each : idle) {
            assertThat(each.next().message())
                    .isEqualTo(new SessionMessage.Close(CloseReason.LOGIN_DEADLINE, Message.NOT_MEASURED));
            assertThat(each.isClosed()).isTrue();
            each.close();
        }
        assertThat(listener.halfOpen()).isZero();
        assertThat(listener.counters().endings(Ending.LOGIN_DEADLINE)).isEqualTo(2_000);
    }

    @Test
    void halfOpenConnectionsAreBoundedAndDevicesGetThrough() throws Exception {
        try (NativeListener small = NativeListener.start(config(50), loops, gateway.services())) {
            List<Device> flood = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Device dawdler = new Device(small.port());
                dawdler.send(new byte[] {(byte) 0xC5});
                flood.add(dawdler);
            }
            try (Device device = new Device(small.port()).logIn("tag-1")) {
                device.say(new Upward.Heartbeat(80, 50, YesNo.YES, 1));
                assertThat(device.next().message()).isInstanceOf(Downward.Ack.class);
            }
            assertThat(flood.getFirst().isClosed()).isTrue();
            assertThat(small.halfOpen()).isLessThanOrEqualTo(50);
            for (Device each : flood) {
                each.close();
            }
        }
    }
}
