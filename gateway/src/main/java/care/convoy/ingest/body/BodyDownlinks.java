package care.convoy.ingest.body;

import care.convoy.firmware.AcceptedBy;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.Message;
import care.convoy.firmware.Reason;
import care.convoy.firmware.ResolvedOutcome;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;

/** Messages down in the words of the native protocol (PROTOCOL.md §6). Pure; safe on any thread. */
public final class BodyDownlinks {
    private static final int SEARCH_SECONDS = 60;

    private BodyDownlinks() {}

    /** The message without its header. */
    public static Downward of(Downlink downlink) {
        return switch (downlink) {
            case Downlink.Received received ->
                new Downward.Received(
                        epoch(received.stamp()),
                        sequence(received.stamp()),
                        switch (received.durability()) {
                            case COMMITTED -> Durability.COMMITTED;
                            case LOCAL -> Durability.LOCAL;
                        },
                        received.alert() == null
                                ? Downward.NO_ALERT
                                : received.alert().value());
            case Downlink.Rejected rejected ->
                new Downward.Rejected(epoch(rejected.stamp()), sequence(rejected.stamp()), reason(rejected.why()));
            case Downlink.Accepted accepted ->
                new Downward.Accepted(
                        accepted.alert().value(),
                        switch (accepted.by()) {
                            case OPERATOR -> AcceptedBy.OPERATOR;
                            case CONTACT -> AcceptedBy.CONTACT;
                            case AMBULANCE -> AcceptedBy.AMBULANCE;
                        },
                        Message.NOT_MEASURED);
            case Downlink.Resolved resolved ->
                new Downward.Resolved(resolved.alert().value(), ResolvedOutcome.NOT_SAID);
            case Downlink.Locate locate -> new Downward.Locate(locate.commandId(), SEARCH_SECONDS);
            case Downlink.Measure measure -> new Downward.Measure(measure.commandId(), Downward.Measure.EVERYTHING);
        };
    }

    private static long epoch(Stamp stamp) {
        return Math.max(0, stamp.boot());
    }

    private static long sequence(Stamp stamp) {
        return Math.max(0, stamp.sequence());
    }

    private static Reason reason(Reject why) {
        return switch (why) {
            case TOO_LARGE -> Reason.BAD_LENGTH;
            case MALFORMED -> Reason.BAD_BODY;
            case CHECKSUM -> Reason.BAD_CRC;
            case FORGED -> Reason.SEALED;
            case OUT_OF_ORDER -> Reason.OUT_OF_ORDER;
            case VERSION -> Reason.BAD_VERSION;
            case FOREIGN_TOPIC, NOT_PERMITTED -> Reason.NOT_PERMITTED;
            case OUT_OF_RANGE -> Reason.OUT_OF_RANGE;
            case UNKNOWN_TYPE -> Reason.UNKNOWN_TYPE;
            case REPLAY -> Reason.FOREIGN_EPOCH;
            case SHED, NOT_DURABLE -> Reason.OVERLOADED;
        };
    }
}
