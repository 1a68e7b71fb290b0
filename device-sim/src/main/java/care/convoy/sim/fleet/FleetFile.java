package care.convoy.sim.fleet;

import care.convoy.sim.fleet.FleetDevice.Protocol;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Devices in the format of {@code ./convoy devices import}. */
public final class FleetFile {
    private static final String HEADER = "device_id,protocol,secret,model,resident_id";
    private static final String MODEL = "convoy-sim";

    private FleetFile() {}

    /**
     * Reads the rows that the simulator can play: native, MQTT and CoAP. Others are left out.
     *
     * @throws IOException naming the file and what is wrong with it
     */
    public static List<FleetDevice> read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("cannot read the devices file " + file);
        }
        try {
            return parse(Files.readString(file));
        } catch (IllegalArgumentException bad) {
            throw new IOException(file + ": " + bad.getMessage(), bad);
        }
    }

    static List<FleetDevice> parse(String text) {
        List<List<String>> rows = Csv.rows(text);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("it is empty");
        }
        List<String> header = rows.getFirst();
        int device = column(header, "device_id");
        int protocol = column(header, "protocol");
        int secret = column(header, "secret");
        int resident = column(header, "resident_id");
        List<FleetDevice> devices = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException(
                        "a row has " + row.size() + " fields instead of " + header.size() + ": " + row.getFirst());
            }
            switch (row.get(protocol).toLowerCase(Locale.ROOT)) {
                case "native" -> devices.add(row(row, Protocol.NATIVE, device, secret, resident));
                case "mqtt" -> devices.add(row(row, Protocol.MQTT, device, secret, resident));
                case "coap" -> devices.add(row(row, Protocol.COAP, device, secret, resident));
                default -> {
                    // a protocol that the simulator does not speak
                }
            }
        }
        return devices;
    }

    private static FleetDevice row(List<String> row, Protocol protocol, int device, int secret, int resident) {
        String firstResident = row.get(resident).split(";", 2)[0];
        return new FleetDevice(row.get(device), protocol, row.get(secret), firstResident);
    }

    private static int column(List<String> header, String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("column " + name + " is missing");
        }
        return index;
    }

    /** The whole file's text. */
    static String text(List<FleetDevice> devices) {
        StringBuilder text = new StringBuilder(HEADER).append("\r\n");
        for (FleetDevice device : devices) {
            text.append(device.deviceId())
                    .append(',')
                    .append(device.protocol().name().toLowerCase(Locale.ROOT))
                    .append(',')
                    .append(device.secret())
                    .append(',')
                    .append(MODEL)
                    .append(',')
                    .append(device.residentId())
                    .append("\r\n");
        }
        return text.toString();
    }

    /** Writes a file of mode 0600, whole or not at all. */
    static void writeSecret(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
