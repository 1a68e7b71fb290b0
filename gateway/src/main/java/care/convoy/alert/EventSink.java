package care.convoy.alert;

import org.jspecify.annotations.Nullable;

/** Receives what the core decided, in order, on the core's thread. */
public interface EventSink {
    /** @param after the alert as it stands after the event; null for an event that is not of an alert */
    void accept(Event event, @Nullable AlertView after);
}
