package care.convoy.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.sim.fleet.FleetDevice.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetFileTest {

    @Test
    void rowsThatCanBePlayedAreReadWhateverTheOrderOfColumns() {
        String text = "resident_id,device_id,protocol,secret,model\r\n"
                + "r1;r2,d1,native,aa,\"a \"\"fine\"\" band, black\"\r\n"
                + "\r\n"
                + "r3,d2,MQTT,pass,x\n"
                + "r4,d3,coap,bb,x\n"
                + "r5,d4,watch,,x";

        assertThat(FleetFile.parse(text))
                .containsExactly(
                        new FleetDevice("d1", Protocol.NATIVE, "aa", "r1"),
                        new FleetDevice("d2", Protocol.MQTT, "pass", "r3"),
                        new FleetDevice("d3", Protocol.COAP, "bb", "r4"));
    }

    @Test
    void whatIsWrittenIsRead() {
        List<FleetDevice> devices = List.of(
                new FleetDevice("sim-d1", Protocol.NATIVE, "00", "r1"),
                new FleetDevice("sim-m1", Protocol.MQTT, "secret", "r2"));

        assertThat(FleetFile.parse(FleetFile.text(devices))).isEqualTo(devices);
    }

    @Test
    void aMissingColumnIsNamed() {
        assertThatThrownBy(() -> FleetFile.parse("device_id,protocol\nd1,native"))
                .hasMessageContaining("column secret is missing");
    }

    @Test
    void aSecretIsNeverPrinted() {
        assertThat(new FleetDevice("d1", Protocol.MQTT, "very-secret", "r1").toString())
                .doesNotContain("very-secret");
    }
}
