package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.RegisteredDevice.Protocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchIdsTest {
    private static final String IMEI = "868930001234567";

    private final DeviceRegistry registry = new DeviceRegistry();

    private void provision(String id, Protocol protocol) {
        registry.put(List.of(Gateway.device(id, protocol, new byte[0])));
    }

    private String find(String written) {
        RegisteredDevice found = registry.findWatch(written);
        return found == null ? "none" : found.id().value();
    }

    @Test
    void theSameIdIsItself() {
        provision("8800000015", Protocol.WATCH);
        provision("123", Protocol.WATCH);
        assertThat(find("8800000015")).isEqualTo("8800000015");
        assertThat(find("123")).isEqualTo("123");
        assertThat(find("8800000016")).isEqualTo("none");
        assertThat(find("")).isEqualTo("none");
    }

    @Test
    void tenDigitsOfAnImeiMeanIt() {
        provision(IMEI, Protocol.WATCH);
        assertThat(find("0001234567")).isEqualTo(IMEI);
        assertThat(find("3000123456")).as("digits 5 to 14").isEqualTo(IMEI);
        assertThat(find("8689300012")).as("no other ten").isEqualTo("none");
    }

    @Test
    void anImeiMeansTheTenDigitsThatWereProvisioned() {
        provision("0001234567", Protocol.WATCH);
        assertThat(find(IMEI)).isEqualTo("0001234567");
    }

    @Test
    void whatIsNotClearMeansNobodyAndTheVeryIdAlwaysItself() {
        provision(IMEI, Protocol.WATCH);
        provision("999990001234567", Protocol.WATCH);
        assertThat(find("0001234567")).isEqualTo("none");
        assertThat(find(IMEI)).isEqualTo(IMEI);
        provision("0001234567", Protocol.WATCH);
        assertThat(find("0001234567")).isEqualTo("0001234567");
    }

    @Test
    void aDeviceOfAnotherProtocolIsNotRelated() {
        provision(IMEI, Protocol.JT808);
        assertThat(find("0001234567")).isEqualTo("none");
        provision(IMEI, Protocol.WATCH);
        assertThat(find("0001234567")).isEqualTo(IMEI);
        provision(IMEI, Protocol.JT808);
        assertThat(find("0001234567")).as("provisioned anew").isEqualTo("none");
    }
}
