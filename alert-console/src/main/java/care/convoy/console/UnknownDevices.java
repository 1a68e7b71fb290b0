package care.convoy.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Devices that are heard and not served. From memory, does not block. */
public interface UnknownDevices {
    /** Unknown ids that called for help and that nobody dismissed. */
    Calls calls();

    /**
     * Somebody has looked at it, at any desk: it is shown at none any more, and this is remembered.
     *
     * @param openedAt as {@link Call#openedAt}: one that opened again since stays
     * @param by login
     * @return false if there is none, or it was dismissed before
     */
    boolean dismiss(String protocol, String id, Instant openedAt, String by);

    /** Everything in quarantine, the last heard first. */
    List<Quarantined> quarantine();

    /**
     * Tells whenever {@link #calls} has changed.
     *
     * @param changed called on any thread, must not block
     * @return ends it
     */
    AutoCloseable watch(Runnable changed);

    /**
     * What nobody dismissed.
     *
     * @param open by network in turns, so that no flood hides a call out of another one
     * @param beyond calls for which there was no room
     */
    record Calls(List<Call> open, long beyond) {}

    /**
     * An unknown id that called for help.
     *
     * @param protocol as in the devices file, as {@code watch}
     * @param address network address it came from last
     * @param kind of its last call, {@code sos} or {@code fall}
     * @param openedAt when it first called since it was last dismissed; names it together with protocol and id
     * @param rangAt when the desks last rang for it; null if they did not, because they rang for too many
     * @param lastAt when it last called
     * @param times how often since it was opened
     * @param registered for whom it is registered meanwhile; null if nobody did, or it has no wearer
     */
    record Call(
            String protocol,
            String id,
            String address,
            String kind,
            Instant openedAt,
            @Nullable Instant rangAt,
            Instant lastAt,
            long times,
            @Nullable Registered registered) {}

    /** @param region administrative code @param name in full; masked on its way out */
    record Registered(String region, String name) {}

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
