package care.convoy.alertlog;

import care.convoy.alert.Outcome;

/** The core's answer as bytes: version, type, fields. Pure, any thread. */
public final class OutcomeCodec {
    /** The version that is written. */
    public static final int VERSION = 3;

    private static final int MAX_BYTES = 512;
    private static final int DONE = 1;
    private static final int REFUSED = 2;

    private OutcomeCodec() {}

    /** The outcome as a frame. */
    public static byte[] encode(Outcome outcome) {
        FrameWriter out = new FrameWriter(MAX_BYTES);
        out.octet(VERSION);
        write(out, outcome);
        return out.toBytes();
    }

    /** @throws MalformedFrame for anything that {@link #encode} of this or an earlier version did not write */
    public static Outcome decode(byte[] bytes) throws MalformedFrame {
        FrameReader in = new FrameReader(bytes);
        in.readVersion(VERSION, "an outcome");
        try {
            Outcome outcome = read(in);
            in.end();
            return outcome;
        } catch (IllegalArgumentException refused) {
            throw new MalformedFrame("a field's value cannot be");
        }
    }

    static void write(FrameWriter out, Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> {
                out.octet(DONE);
                AlertFields.writeOptionalAlert(out, done.alert());
                out.signed(done.version());
                out.flag(done.duplicate());
            }
            case Outcome.Refused refused -> {
                out.octet(REFUSED);
                WireCode.REASON.write(out, refused.reason());
                AlertFields.writeOptionalOperator(out, refused.owner());
                out.signed(refused.ownedSinceMillis());
                out.signed(refused.version());
            }
        }
    }

    static Outcome read(FrameReader in) throws MalformedFrame {
        int type = in.octet();
        return switch (type) {
            case DONE -> new Outcome.Done(AlertFields.readOptionalAlert(in), in.signed(), in.flag());
            case REFUSED ->
                new Outcome.Refused(
                        WireCode.REASON.read(in), AlertFields.readOptionalOperator(in), in.signed(), in.signed());
            default -> throw new MalformedFrame("unknown outcome " + type);
        };
    }
}
