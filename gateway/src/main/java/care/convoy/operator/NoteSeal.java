package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.device.Sealed;
import care.convoy.vault.Vault;
import java.nio.charset.StandardCharsets;

/** Words of people, sealed for the log and opened for the screen; bound to their alert. Thread-safe. */
public final class NoteSeal {
    private final Vault vault;

    public NoteSeal(Vault vault) {
        this.vault = vault;
    }

    /** For {@link #open}. @throws IllegalArgumentException if the words are too long */
    public Sealed seal(AlertId alert, String words) {
        return Sealed.copyOf(vault.seal(words.getBytes(StandardCharsets.UTF_8), context(alert)));
    }

    /** @throws Vault.Unusable if they belong to another alert, or were changed */
    public String open(AlertId alert, Sealed sealed) {
        return new String(vault.open(sealed.toBytes(), context(alert)), StandardCharsets.UTF_8);
    }

    private static String context(AlertId alert) {
        return "note/" + alert;
    }
}
