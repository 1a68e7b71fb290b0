package care.convoy.sim.fleet;

import care.convoy.sim.fleet.FleetDevice.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fleet that the simulator provisions for itself: residents {@code sim-r00001}, native devices {@code sim-d00001}, MQTT
 * devices {@code sim-m00001}, CoAP devices {@code sim-c00001}, each with a resident of its own. Secrets are random and kept in {@code sim-fleet.csv} of the
 * data directory (mode 0600), so that a later run uses the same devices.
 */
public final class SimulatedFleet {
    static final String FILE = "sim-fleet.csv";
    private static final int SECRET_BYTES = 32;
    private static final String RESIDENT_COLUMNS = "resident_id,name,sex,birth_date,region_code,address,care_grade\r\n";

    private final GatewayAdministration gateway;
    private final SecureRandom unguessable = new SecureRandom();

    public SimulatedFleet(GatewayAdministration gateway) {
        this.gateway = gateway;
    }

    /**
     * Which part of the fleet a run wants.
     *
     * @param first number of the first device, from 1
     * @param count how many
     * @param mqtt how many of them, the first ones, speak MQTT
     * @param coap how many of them, the next ones, speak CoAP
     */
    public record Wanted(int first, int count, int mqtt, int coap) {
        public Wanted {
            if (first < 1 || count < 1 || mqtt < 0 || coap < 0 || mqtt + coap > count) {
                throw new IllegalArgumentException(
                        "a fleet has 1 or more devices, and no more MQTT and CoAP devices than devices in all");
            }
        }

        private Protocol protocol(int index) {
            return index < mqtt ? Protocol.MQTT : index < mqtt + coap ? Protocol.COAP : Protocol.NATIVE;
        }
    }

    /** Makes sure that the gateway knows these devices and their residents. Both imports may be repeated. */
    public List<FleetDevice> provision(Wanted wanted) throws IOException {
        Path file = gateway.directory().resolve(FILE);
        Map<String, FleetDevice> known = new LinkedHashMap<>();
        if (Files.exists(file)) {
            FleetFile.read(file).forEach(device -> known.put(device.deviceId(), device));
        }
        List<FleetDevice> fleet = new ArrayList<>();
        for (int i = 0; i < wanted.count(); i++) {
            Protocol protocol = wanted.protocol(i);
            int number = wanted.first() + i;
            fleet.add(known.computeIfAbsent(id(protocol, number), id -> invent(id, protocol, number)));
        }
        FleetFile.writeSecret(file, FleetFile.text(List.copyOf(known.values())));
        gateway.send("residents.import", Map.of(), residents(wanted));
        gateway.send("devices.import", Map.of(), FleetFile.text(fleet));
        return fleet;
    }

    private static String id(Protocol protocol, int number) {
        String letter = switch (protocol) {
            case NATIVE -> "d";
            case MQTT -> "m";
            case COAP -> "c";
        };
        return "sim-%s%05d".formatted(letter, number);
    }

    private static String residentId(int number) {
        return "sim-r%05d".formatted(number);
    }

    private FleetDevice invent(String id, Protocol protocol, int number) {
        byte[] secret = new byte[SECRET_BYTES];
        unguessable.nextBytes(secret);
        return new FleetDevice(id, protocol, HexFormat.of().formatHex(secret), residentId(number));
    }

    private static String residents(Wanted wanted) {
        StringBuilder rows = new StringBuilder(RESIDENT_COLUMNS);
        for (int number = wanted.first(); number < wanted.first() + wanted.count(); number++) {
            rows.append("%s,模拟老人%d,%s,19%d-0%d-15,439901009001,模拟社区 %d栋 %d号,%d\r\n"
                    .formatted(
                            residentId(number),
                            number,
                            number % 2 == 0 ? "F" : "M",
                            35 + number % 20,
                            1 + number % 9,
                            1 + number / 100,
                            1 + number % 100,
                            1 + number % 4));
        }
        return rows.toString();
    }
}
