package care.convoy.alert;

import care.convoy.device.SignalKey;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * An alert's identity, derived from the signal that opened it, so that every node and every replay agrees.
 *
 * @param value written as a UUID (RFC 9562, name-based) in every interface
 */
public record AlertId(UUID value) implements Comparable<AlertId> {
    /**
     * The id by the key alone, as commands before version 4 have it.
     *
     * @param occurrence 0 for the first alert of this key; one more each time the same key opens a new alert because the
     *     former one was already resolved
     */
    public static AlertId of(SignalKey key, int occurrence) {
        String name = "convoy-alert/" + key.device() + '/' + key.epoch() + '/' + key.sequence() + '/' + occurrence;
        return new AlertId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The id of the alert that a signal opens: by its key and when it was received, so that a key heard again after it was
     * forgotten does not bring back the id of an alert that was closed.
     *
     * @param occurrence as above
     */
    static AlertId of(Command.Signal signal, int occurrence) {
        return signal.namedByKey()
                ? of(signal.key(), occurrence)
                : of(signal.key(), signal.receivedAtMillis(), occurrence);
    }

    /** The same of a signal's parts. */
    public static AlertId of(SignalKey key, long receivedAtMillis, int occurrence) {
        String name = "convoy-case/" + key.device() + '/' + key.epoch() + '/' + key.sequence() + '/' + receivedAtMillis
                + '/' + occurrence;
        return new AlertId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public int compareTo(AlertId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
