package care.convoy.alertlog;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;

/**
 * A committed event as bytes, complete in itself: its place, what happened, and the alert as it stood afterwards, whose
 * time line is left out (it is the alert's events) and comes back empty. Pure, any thread.
 */
public final class EventCodec {
    /** The version that is written. */
    public static final int VERSION = 6;

    /**
     * Longest event: an alert with the steps of three commands of 4 KB each that consist of contacts of one byte, and for
     * each of these a reach of up to 19 bytes; a note of 3 KB.
     */
    static final int MAX_BYTES = 262_144;

    private EventCodec() {}

    /** The event as a frame. */
    public static byte[] encode(CommittedEvent committed) {
        FrameWriter out = new FrameWriter(MAX_BYTES);
        out.octet(VERSION);
        out.signed(committed.position());
        out.signed(committed.ordinal());
        out.signed(committed.atMillis());
        EventFields.write(out, committed.event());
        AlertView after = committed.after();
        out.flag(after != null);
        if (after != null) {
            ViewFields.writeView(out, after, null);
        }
        return out.toBytes();
    }

    /** @throws MalformedFrame for anything that {@link #encode} of this or an earlier version did not write */
    public static CommittedEvent decode(byte[] bytes) throws MalformedFrame {
        FrameReader in = new FrameReader(bytes);
        in.readVersion(VERSION, "an event");
        try {
            long position = in.signed();
            int ordinal = in.signedInt();
            long atMillis = in.signed();
            Event event = EventFields.read(in);
            AlertView after = in.flag() ? ViewFields.readView(in, null, false) : null;
            in.end();
            return new CommittedEvent(position, ordinal, atMillis, event, after);
        } catch (IllegalArgumentException refused) {
            throw new MalformedFrame("a field's value cannot be");
        }
    }
}
