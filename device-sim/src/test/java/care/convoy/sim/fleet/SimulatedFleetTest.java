package care.convoy.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.sim.scripted.ScriptedAdministration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedFleetTest {
    @TempDir
    private Path data;

    private List<FleetDevice> provision(int first, int count, int mqtt) throws IOException {
        return new SimulatedFleet(new GatewayAdministration(data))
                .provision(new SimulatedFleet.Wanted(first, count, mqtt, 0));
    }

    @Test
    void residentsAndDevicesAreImportedAndSecretsKeptForTheOwnerAlone() throws IOException {
        try (ScriptedAdministration gateway = ScriptedAdministration.open(data)) {
            List<FleetDevice> fleet = provision(1, 3, 1);

            assertThat(fleet)
                    .extracting(FleetDevice::deviceId)
                    .containsExactly("sim-m00001", "sim-d00002", "sim-d00003");
            assertThat(gateway.commands()).containsExactly("residents.import", "devices.import");
            assertThat(gateway.contents().getFirst().lines()).hasSize(4);
            assertThat(FleetFile.parse(gateway.contents().getLast())).isEqualTo(fleet);
        }
        assertThat(Files.getPosixFilePermissions(data.resolve(SimulatedFleet.FILE)))
                .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    }

    @Test
    void aLaterRunUsesTheSameSecretsAndKeepsThoseItDoesNotUse() throws IOException {
        try (ScriptedAdministration gateway = ScriptedAdministration.open(data)) {
            List<FleetDevice> before = provision(1, 3, 0);
            List<FleetDevice> other = provision(3, 2, 0);
            List<FleetDevice> again = provision(1, 4, 0);

            assertThat(again.subList(0, 3)).isEqualTo(before);
            List<FleetDevice> overlap = new ArrayList<>(before);
            overlap.retainAll(other);
            assertThat(overlap).extracting(FleetDevice::deviceId).containsExactly("sim-d00003");
            assertThat(again.getLast()).isEqualTo(other.getLast());
            assertThat(gateway.commands()).hasSize(6);
        }
    }

    @Test
    void aRefusalIsToldWithTheGatewaysReason() throws IOException {
        try (ScriptedAdministration gateway = ScriptedAdministration.open(data)) {
            gateway.refuse("line 2: care_grade 9 is not 1 to 4");

            assertThatThrownBy(() -> provision(1, 1, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("care_grade 9");
        }
    }

    @Test
    void withoutAGatewayTheMendIsTold() {
        assertThatThrownBy(() -> provision(1, 1, 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("./convoy run --data");
    }
}
