package care.convoy.warning;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Where messages are kept. Thread-safe; every method blocks, and throws {@link care.convoy.resident.StorageUnavailable} while it
 * cannot answer.
 */
public interface WarningBook {
    /**
     * A message and who brought it.
     *
     * @param from {@code file} or {@code push:NAME} of the grant
     * @param within beginning of the administrative codes for which its sender may speak; empty for the whole tree
     */
    record Incoming(CapMessage message, String from, String within) {}

    /** What became of it. */
    enum Kept {
        STORED,
        /** The same was there already. */
        KNOWN,
        /** Another one of the same sender, identifier and time is there; it stays. */
        DIFFERS,
        /** Too many came within a day. */
        NO_ROOM
    }

    /**
     * Keeps it, once for each {@link WarningId}; durable when it returns.
     *
     * @param xml as it came, 1 to {@link CapReader#MOST_BYTES} bytes; what is read back later
     */
    Kept add(Incoming incoming, byte[] xml);

    /**
     * Alerts and updates that are shown and not over, whether they hold already or later, without those that a kept Update or
     * Cancel refers to. Only one of the same sender and status, and not an earlier one, ends another: an exercise ends nothing that
     * is actual, and nobody ends what others warn of. Actual before exercise before test, the worst first, then the newest.
     *
     * @return numbers, at most {@code most}
     */
    List<Long> current(Instant now, int most);

    /** Those of these numbers, in no order. */
    List<Warning> read(Collection<Long> numbers);

    /** Forgets what was over before then, and was not received after. @return how many */
    int forget(Instant endedBefore);
}
