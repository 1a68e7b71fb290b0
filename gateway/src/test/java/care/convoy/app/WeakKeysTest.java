package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Admission;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.State;
import care.convoy.ingest.Secret;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeakKeysTest {
    private static RegisteredDevice device(String id, Protocol protocol, int keyBytes) {
        return new RegisteredDevice(new DeviceId(id), protocol, Secret.copyOf(new byte[keyBytes]), "", List.of());
    }

    @Test
    void shortPreSharedKeysAreNamedAndNothingElse() {
        List<RegisteredDevice> devices = new ArrayList<>(List.of(
                device("radio", Protocol.COAP, 16),
                device("band", Protocol.MQTT, 3),
                device("watch", Protocol.WATCH, 0),
                device("closed", Protocol.COAP, 1).admitted(new Admission(State.CLOSED, "", "", 1))));
        assertThat(WeakKeys.line(devices)).isEmpty();
        devices.add(device("old-2", Protocol.COAP, 15));
        devices.add(device("old-1", Protocol.COAP, 1));
        assertThat(WeakKeys.line(devices))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("WEAK KEYS      2 CoAP devices")
                        .endsWith("its page: old-1, old-2"));
    }

    @Test
    void ofManyTheFirstFiveAreNamed() {
        List<RegisteredDevice> devices = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            devices.add(device("old-" + i, Protocol.COAP, 8));
        }
        assertThat(WeakKeys.line(devices))
                .hasValueSatisfying(
                        line -> assertThat(line).contains("6 CoAP devices").endsWith("old-5, ..."));
    }
}
