package care.convoy.sim.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.Upward;
import care.convoy.sim.device.Manners;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.fleet.FleetDevice.Protocol;
import care.convoy.sim.scripted.Diary;
import care.convoy.sim.scripted.ScriptedBroker;
import care.convoy.sim.scripted.ScriptedBroker.Published;
import care.convoy.sim.wearer.Wearer;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Paho against an MQTT 5 server made of Netty's codec; the specification's seconds are milliseconds here. */
class MqttDeviceTest {
    private static final FleetDevice IDENTITY = new FleetDevice("sim-m1", Protocol.MQTT, "secret", "r1");
    private static final long BOOT = 77;
    private static final String ALERT = "0192f0c1-a2b3-4c5d-8e6f-708192a3b4c5";

    private final Diary diary = new Diary();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private MqttDevice device;
    private ScriptedBroker broker;

    @AfterEach
    void close() throws Exception {
        thread.submit(device::close).get();
        thread.shutdownNow();
        broker.close();
    }

    private void connect(ScriptedBroker.Script script) {
        broker = ScriptedBroker.open(script);
        var setup = new MqttDevice.Setup(broker.uri(), BOOT, new Manners(100), thread, null);
        device = new MqttDevice(IDENTITY, new Wearer(1), setup, diary);
        thread.execute(device::connect);
        diary.await("online");
    }

    private static void receive(ScriptedBroker.Link link, long sequence) {
        link.down("sim-m1", "{\"type\":\"received\",\"seq\":%d,\"alert\":\"%s\"}".formatted(sequence, ALERT));
    }

    @Test
    void aPressIsRepeatedWithTheSameNumberUntilReceivedWhateverPubackSaid() {
        connect((link, message, time) -> {
            if (time == 4) {
                receive(link, message.path("seq").asLong());
            }
        });
        thread.execute(() -> device.raise(new Upward.Sos(2, null), System.nanoTime()));

        Diary.Entry received = diary.await("received");

        assertThat(received.detail()).isEqualTo(ALERT);
        assertThat(received.key()).isEqualTo("sim-m1/77/1");
        assertThat(broker.published()).hasSizeGreaterThanOrEqualTo(4);
        assertThat(broker.published().stream().distinct()).hasSize(1);
        Published press = broker.published().getFirst();
        assertThat(press.topic()).isEqualTo("convoy/sim-m1/up/json");
        assertThat(press.qos()).isEqualTo(MqttQoS.AT_LEAST_ONCE);
        assertThat(press.message().path("type").asText()).isEqualTo("sos");
        assertThat(press.message().path("boot").asLong()).isEqualTo(BOOT);
        assertThat(press.message().path("presses").asInt()).isEqualTo(2);
        assertThat(broker.logins()).containsExactly("sim-m1 sim-m1 secret");
        assertThat(broker.subscriptions()).containsExactly("convoy/sim-m1/down/json");
    }

    @Test
    void aBrokerThatDiesMidwayHearsTheSamePressAgain() {
        connect((link, message, time) -> {
            if (time == 1) {
                link.drop();
            } else {
                receive(link, message.path("seq").asLong());
            }
        });
        thread.execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));

        diary.await("received");

        assertThat(broker.published().stream().distinct()).hasSize(1);
        assertThat(broker.logins()).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void aStateChangeIsAnsweredByPuback() {
        connect((link, message, time) -> {});
        thread.execute(() -> device.raise(new Upward.LowBattery(12), System.nanoTime()));

        diary.await("received");

        assertThat(broker.published().getFirst().message().path("battery").asInt())
                .isEqualTo(12);
    }

    @Test
    void aRejectedPressIsNotGivenUp() {
        connect((link, message, time) -> {
            long sequence = message.path("seq").asLong();
            if (time == 1) {
                link.down("sim-m1", "{\"type\":\"rejected\",\"seq\":%d,\"reason\":\"odd\"}".formatted(sequence));
            } else {
                receive(link, sequence);
            }
        });
        thread.execute(() -> device.raise(new Upward.Sos(1, null), System.nanoTime()));

        diary.await("received");

        assertThat(diary.all("oddity")).extracting(Diary.Entry::detail).containsExactly("REJECTED odd");
    }

    @Test
    void reportsAreCountedByTheirPuback() {
        connect((link, message, time) -> {});
        thread.execute(() -> {
            device.report(device.wearer().vitals(0), System.nanoTime());
            device.report(device.wearer().location(), System.nanoTime());
        });

        diary.await("reportAnswered", 2);

        assertThat(broker.published()
                        .getFirst()
                        .message()
                        .path("temperatureSite")
                        .asText())
                .isEqualTo("skin");
        assertThat(broker.published().getLast().message().path("lat").asDouble())
                .isBetween(27.0, 29.0);
    }
}
