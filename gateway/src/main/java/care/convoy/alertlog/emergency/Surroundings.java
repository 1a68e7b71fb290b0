package care.convoy.alertlog.emergency;

import care.convoy.alertlog.ProvisionalListener;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SafeguardedLog} works with.
 *
 * @param inner the log itself; its listeners must include {@code known}
 * @param journal null if it cannot be had
 * @param listeners hear what is decided here in an emergency
 * @param say told of what a person must know, in one line without personal data
 */
public record Surroundings(
        PausableLog inner,
        @Nullable EmergencyJournal journal,
        KnownAlerts known,
        NoteTransfer notes,
        List<ProvisionalListener> listeners,
        Consumer<String> say) {
    public Surroundings {
        listeners = List.copyOf(listeners);
    }
}
