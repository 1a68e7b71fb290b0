package care.convoy.ingest.body;

import care.convoy.device.DeviceMessage;
import care.convoy.firmware.Reason;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.util.List;

/** What became of the bytes of a native message, in the words of the gateway. */
public sealed interface BodyMessage {
    /** The message's numbers as written, as far as they could be read; an answer names them. */
    Stamp stamp();

    /** A message. @param dropped names of members that could not be read; empty for anything but a call for help */
    record Understood(Stamp stamp, DeviceMessage message, List<String> dropped) implements BodyMessage {
        /** By what a repeat is recognised: without epoch or sequence each arrival is new (PROTOCOL.md §9.2). */
        public Stamp key() {
            boolean identified = stamp.boot() != Stamp.NONE && stamp.sequence() != Stamp.NONE;
            return identified ? stamp : new Stamp(Stamp.NONE, Stamp.NONE, stamp.timeMillis());
        }
    }

    /** What became of a command from the gateway. */
    record CommandAnswered(Stamp stamp, long commandId, Fate fate) implements BodyMessage {}

    /** No message. @param reason as it goes down in {@code rejected} */
    record Refused(Stamp stamp, Reject why, Reason reason) implements BodyMessage {}
}
