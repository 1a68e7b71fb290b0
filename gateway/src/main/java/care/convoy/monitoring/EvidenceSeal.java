package care.convoy.monitoring;

import care.convoy.device.DeviceId;
import care.convoy.device.Sealed;
import care.convoy.vault.Vault;
import care.convoy.vitals.Explanation;
import java.util.Optional;

/** Why a rule fired, sealed for the log and opened for the screen; bound to the device in whose name it is said. Thread-safe. */
public final class EvidenceSeal {
    private final Vault vault;

    public EvidenceSeal(Vault vault) {
        this.vault = vault;
    }

    Sealed seal(DeviceId device, Explanation why) {
        return Sealed.copyOf(vault.seal(why.encode(), context(device)));
    }

    /** Empty if it was sealed with another key, for another device, or in words of a later version. */
    public Optional<Explanation> open(DeviceId device, Sealed evidence) {
        try {
            return Explanation.parse(vault.open(evidence.toBytes(), context(device)));
        } catch (Vault.Unusable unreadable) {
            return Optional.empty();
        }
    }

    private static String context(DeviceId device) {
        return "evidence/" + device.value();
    }
}
