package care.convoy.warning;

import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and keeps what comes, from files and over HTTP alike. Thread-safe; blocks. */
public final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final WarningBook book;
    private final LongAdder stored = new LongAdder();
    private final LongAdder known = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder noRoom = new LongAdder();

    public Reception(WarningBook book) {
        this.book = book;
    }

    /** What became of it. */
    public sealed interface Outcome {}

    /** It is kept. @param isNew whether it was not before */
    public record Taken(CapMessage message, boolean isNew) implements Outcome {}

    /** It is refused, and would be again. @param element its path @param mend what to write instead */
    public record Refused(String element, String mend) implements Outcome {}

    /** Too many came within a day; it is not kept. */
    public record NoRoom() implements Outcome {}

    /**
     * Takes one message; kept durably when it returns.
     *
     * @param from {@code file} or {@code push:NAME} of the grant
     * @param within beginning of the administrative codes for which its sender may speak
     * @throws care.convoy.resident.StorageUnavailable if it cannot be kept now
     */
    public Outcome accept(byte[] xml, String from, String within) {
        return switch (CapReader.read(xml)) {
            case CapReader.Unfit unfit -> refused(from, unfit.element(), unfit.mend());
            case CapMessage message ->
                switch (book.add(new WarningBook.Incoming(message, from, within), xml)) {
                    case STORED -> taken(message, from);
                    case KNOWN -> {
                        known.increment();
                        yield new Taken(message, false);
                    }
                    case DIFFERS ->
                        refused(
                                from,
                                "alert.identifier",
                                "was used by this sender at this time for another message; give a new identifier, and refer to"
                                        + " the former one as an Update");
                    case NO_ROOM -> {
                        noRoom.increment();
                        yield new NoRoom();
                    }
                };
        };
    }

    private Taken taken(CapMessage message, String from) {
        stored.increment();
        LOG.info("warning kept: from={} type={} status={}", from, message.type(), message.status());
        return new Taken(message, true);
    }

    private Refused refused(String from, String element, String mend) {
        refused.increment();
        LOG.warn("warning refused: from={} element={}", from, element);
        return new Refused(element, mend);
    }

    /** Messages that were new. */
    public long stored() {
        return stored.sum();
    }

    /** Messages that came again. */
    public long known() {
        return known.sum();
    }

    /** Messages that could not be used. */
    public long refused() {
        return refused.sum();
    }

    /** Messages for which there was no room. */
    public long noRoom() {
        return noRoom.sum();
    }
}
