package care.convoy.ingest.json;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of one message as they were written, and the judgement on each that is asked for: absent, usable or a fault.
 * Of a member that is written twice the last one counts, but a call for help is never overwritten by another type. One
 * message, one thread.
 */
final class Members {
    /** Nothing usable, as a number. */
    static final long NONE = -1;

    private static final int COUNT = Member.values().length;

    private final @Nullable Kind[] kinds = new Kind[COUNT];
    private final long[] integers = new long[COUNT];
    private final double[] decimals = new double[COUNT];
    private final @Nullable String[] texts = new String[COUNT];
    private final List<String> faults = new ArrayList<>(2);
    private @Nullable String firstFault;

    /** How a member was written. */
    private enum Kind {
        INTEGER,
        DECIMAL,
        TEXT,
        YES,
        NO,
        /** An array, an object or anything else that no member is. */
        JUNK
    }

    void integer(Member member, long value) {
        put(member, Kind.INTEGER);
        integers[member.ordinal()] = value;
        decimals[member.ordinal()] = value;
    }

    void decimal(Member member, double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        put(member, whole ? Kind.INTEGER : Kind.DECIMAL);
        integers[member.ordinal()] = whole ? (long) value : 0;
        decimals[member.ordinal()] = value;
    }

    void text(Member member, String value) {
        if (member == Member.TYPE && MessageName.callsForHelp(texts[member.ordinal()])) {
            return;
        }
        put(member, Kind.TEXT);
        texts[member.ordinal()] = value;
    }

    void bool(Member member, boolean value) {
        put(member, value ? Kind.YES : Kind.NO);
    }

    void junk(Member member) {
        put(member, Kind.JUNK);
    }

    /** Written as null, which says the same as not written; or an object whose own members were read. */
    void absent(Member member) {
        put(member, null);
    }

    private void put(Member member, @Nullable Kind kind) {
        if (member == Member.TYPE && MessageName.callsForHelp(texts[member.ordinal()])) {
            return;
        }
        kinds[member.ordinal()] = kind;
    }

    boolean has(Member member) {
        return kinds[member.ordinal()] != null;
    }

    /** The text, or null if absent or not a text; no judgement. */
    @Nullable String textOrNull(Member member) {
        return kinds[member.ordinal()] == Kind.TEXT ? texts[member.ordinal()] : null;
    }

    /** A whole number within the range, or {@link #NONE}. */
    long whole(Member member, long least, long most) {
        Kind kind = kinds[member.ordinal()];
        if (kind == null) {
            return NONE;
        }
        long value = integers[member.ordinal()];
        if (kind == Kind.INTEGER && value >= least && value <= most) {
            return value;
        }
        fault(member, isNumber(kind) ? "out of range" : "wrong type");
        return NONE;
    }

    /** A measurement rounded to a whole number after scaling, within the range after scaling, or {@link #NONE}. */
    int scaled(Member member, int scale, int least, int most) {
        Kind kind = kinds[member.ordinal()];
        if (kind == null) {
            return (int) NONE;
        }
        double value = decimals[member.ordinal()] * scale;
        if (isNumber(kind) && value >= least && value <= most) {
            return (int) Math.round(value);
        }
        fault(member, isNumber(kind) ? "out of range" : "wrong type");
        return (int) NONE;
    }

    /** A number within the range, or NaN. */
    double number(Member member, double least, double most) {
        Kind kind = kinds[member.ordinal()];
        if (kind == null) {
            return Double.NaN;
        }
        double value = decimals[member.ordinal()];
        if (isNumber(kind) && value >= least && value <= most) {
            return value;
        }
        fault(member, isNumber(kind) ? "out of range" : "wrong type");
        return Double.NaN;
    }

    /** True, false, or null if absent or neither. */
    @Nullable Boolean truth(Member member) {
        Kind kind = kinds[member.ordinal()];
        if (kind == Kind.YES) {
            return Boolean.TRUE;
        }
        if (kind == Kind.NO) {
            return Boolean.FALSE;
        }
        if (kind != null) {
            fault(member, "wrong type");
        }
        return null;
    }

    private static boolean isNumber(Kind kind) {
        return kind == Kind.INTEGER || kind == Kind.DECIMAL;
    }

    /** Whether the member was written as a number. */
    boolean isNumber(Member member) {
        Kind kind = kinds[member.ordinal()];
        return kind != null && isNumber(kind);
    }

    /** Notes what cannot be used; the first one gives the reason of a refusal. */
    void fault(Member member, String what) {
        fault(member.path(), what);
    }

    void fault(String name, String what) {
        reason(name + ": " + what);
        note(name);
    }

    /** The bytes as a whole were not one JSON object. */
    void damaged(Damage damage) {
        reason(damage.reason());
        note(damage.noted());
    }

    private void reason(String reason) {
        if (firstFault == null) {
            firstFault = reason;
        }
    }

    private void note(String name) {
        if (!faults.contains(name)) {
            faults.add(name);
        }
    }

    /** Names of what could not be used. */
    List<String> faults() {
        return faults;
    }

    /** The reason of a refusal, or null if nothing is wrong. */
    @Nullable String firstFault() {
        return firstFault;
    }
}
