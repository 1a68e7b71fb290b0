package care.convoy.console;

import java.time.Instant;
import java.util.List;

/** Devices that are heard and not served. From memory, does not block. */
public interface UnknownDevices {
    /** Calls for help of ids that nobody provisioned, of the last hour, newest first; at most some dozens. */
    List<Call> recentCalls();

    /** Everything in quarantine, the last heard first. */
    List<Quarantined> quarantine();

    /**
     * Tells whenever {@link #recentCalls} has a new one.
     *
     * @param changed called on any thread, must not block
     * @return ends it
     */
    AutoCloseable watch(Runnable changed);

    /**
     * An unknown id called for help.
     *
     * @param protocol as in the devices file, as {@code watch}
     * @param address network address it came from
     * @param kind {@code sos} or {@code fall}
     */
    record Call(String protocol, String id, String address, String kind, Instant at) {}

    /**
     * One id.
     *
     * @param reason {@code unknown} or {@code usedTwice}
     * @param count messages of an unknown id; how often an id was found in use twice
     * @param lastKind name of the last message; may be empty
     * @param vendor what the protocol says of the maker; may be empty
     * @param calls how many of the messages called for help
     */
    record Quarantined(
            String reason,
            String protocol,
            String id,
            String address,
            Instant firstSeenAt,
            Instant lastSeenAt,
            long count,
            String lastKind,
            String vendor,
            long calls) {}
}
