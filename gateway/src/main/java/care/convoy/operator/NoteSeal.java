package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.device.Sealed;
import care.convoy.vault.Vault;
import java.nio.charset.StandardCharsets;

/** Words of operators, sealed for the log and opened for the screen; bound to their alert. Thread-safe. */
final class NoteSeal {
    private final Vault vault;

    NoteSeal(Vault vault) {
        this.vault = vault;
    }

    Sealed seal(AlertId alert, String words) {
        return Sealed.copyOf(vault.seal(words.getBytes(StandardCharsets.UTF_8), context(alert)));
    }

    String open(AlertId alert, Sealed sealed) {
        return new String(vault.open(sealed.toBytes(), context(alert)), StandardCharsets.UTF_8);
    }

    private static String context(AlertId alert) {
        return "note/" + alert;
    }
}
