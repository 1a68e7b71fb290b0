package care.convoy.resident;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.Secret;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One checked line of the devices file. Immutable once read.
 *
 * <p>Columns: {@code device_id,protocol,secret}; optional {@code model}, {@code resident_id} (several with {@code ;} between
 * them for a household's call box). The secret is 64 hexadecimal digits for {@code native}, the password for {@code mqtt} (empty: heard over a bridge only),
 * the PSK in hexadecimal, 16 to 64 bytes, for {@code coap}, empty for {@code watch}, empty or the authentication code for {@code jt808}.
 */
public final class DeviceLine {
    private static final Set<String> REQUIRED = new LinkedHashSet<>(List.of("device_id", "protocol", "secret"));
    private static final Set<String> OPTIONAL = new LinkedHashSet<>(List.of("model", "resident_id"));
    private static final Map<String, Protocol> PROTOCOLS = ContactLine.words(Protocol.values());
    private static final int MOST_RESIDENTS = 16;

    private final CsvLine line;
    private final DeviceId id;
    private final Protocol protocol;
    private final Secret secret;
    private final List<ResidentId> residents;

    private DeviceLine(CsvLine line, DeviceId id, Protocol protocol) {
        this.line = line;
        this.id = id;
        this.protocol = protocol;
        secret = secretOf(line, protocol);
        residents = residentsOf(line);
        line.text("model", 100, "");
    }

    /** Reads a whole file. */
    public static ImportFile<DeviceLine> read(byte[] csv) {
        CsvTable table = CsvTable.read(csv, REQUIRED, OPTIONAL);
        return ImportFile.of(table, DeviceLine::of, each -> each.id.value());
    }

    private static @Nullable DeviceLine of(CsvLine line) {
        String id = line.required("device_id", 64);
        if (!DeviceId.isValid(id)) {
            line.refuse("device_id", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
            return null;
        }
        Protocol protocol = PROTOCOLS.get(line.raw("protocol"));
        if (protocol == null) {
            line.refuse("protocol", "must be one of " + String.join(", ", PROTOCOLS.keySet()));
            return null;
        }
        return new DeviceLine(line, new DeviceId(id), protocol);
    }

    public DeviceId id() {
        return id;
    }

    /** Whom it shall serve, if the file says so. */
    public List<ResidentId> residents() {
        return residents;
    }

    public ImportError unknownResident(ResidentId missing) {
        return line.error("resident_id", "no resident '" + missing + "'; import the residents first");
    }

    /**
     * The device after this line; as {@link ResidentLine#over}. A file does not block, serve or close a device, and one from
     * before the secret was replaced does not bring the former one back. Another secret is the only one from now on.
     */
    public RegisteredDevice over(@Nullable RegisteredDevice known) {
        String model = line.text("model", 100, known == null ? "" : known.model());
        if (known == null) {
            return new RegisteredDevice(id, protocol, secret, model, residents);
        }
        Rotation rotation = known.rotation();
        boolean outdated = rotation != null
                && protocol == known.protocol()
                && rotation.former().equals(secret);
        boolean same = outdated || secret.equals(known.secret());
        return new RegisteredDevice(
                id,
                protocol,
                same ? known.secret() : secret,
                model,
                line.has("resident_id") ? residents : known.residents(),
                known.admission(),
                same ? rotation : null);
    }

    private static Secret secretOf(CsvLine line, Protocol protocol) {
        Secret given = SecretForm.read(protocol, line.exact("secret"));
        if (given == null) {
            line.refuse("secret", SecretForm.mend(protocol));
            return Secret.copyOf(new byte[0]);
        }
        return given;
    }

    private static List<ResidentId> residentsOf(CsvLine line) {
        List<ResidentId> residents = new ArrayList<>();
        for (String item : line.items("resident_id", List.of())) {
            if (!ResidentId.isValid(item)) {
                line.refuse("resident_id", "each must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
            } else if (residents.contains(new ResidentId(item))) {
                line.refuse("resident_id", "names '" + item + "' twice");
            } else {
                residents.add(new ResidentId(item));
            }
        }
        if (residents.size() > MOST_RESIDENTS) {
            line.refuse("resident_id", "more than " + MOST_RESIDENTS + " residents on one device");
        }
        return List.copyOf(residents);
    }
}
