package care.convoy.effect;

import care.convoy.device.DeviceId;
import care.convoy.device.Sealed;
import care.convoy.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Seals and opens what a device is shown or is to dial, so that the log holds neither. Thread-safe. */
public final class DeviceWords {
    private static final String BETWEEN = ",";

    private final Vault vault;

    public DeviceWords(Vault vault) {
        this.vault = vault;
    }

    /** Sealed for this device alone. @param words at most {@value #MAX_BYTES} bytes of UTF-8 */
    public Sealed seal(DeviceId device, String words) {
        return Sealed.copyOf(vault.seal(words.getBytes(StandardCharsets.UTF_8), context(device)));
    }

    /** Most bytes that may be sealed. */
    public static final int MAX_BYTES = 500;

    public String open(DeviceId device, Sealed words) {
        return new String(vault.open(words.toBytes(), context(device)), StandardCharsets.UTF_8);
    }

    /** @param numbers without commas */
    public Sealed sealNumbers(DeviceId device, List<String> numbers) {
        return seal(device, String.join(BETWEEN, numbers));
    }

    public List<String> openNumbers(DeviceId device, Sealed numbers) {
        String all = open(device, numbers);
        return all.isEmpty() ? List.of() : List.of(all.split(BETWEEN, -1));
    }

    private static String context(DeviceId device) {
        return "device/" + device;
    }
}
