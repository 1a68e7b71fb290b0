package care.convoy.ingest.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.CloseReason;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Message;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import care.convoy.ingest.Gateway;
import care.convoy.ingest.IngestCounters.Ending;
import care.convoy.ingest.LeakWatch;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.connection.IngestClock;
import care.convoy.ingest.connection.IngestLoops;
import java.time.Duration;
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
