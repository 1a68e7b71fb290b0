package care.convoy.ingest.json;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of one message as they were written, and the judgement on each that is asked for: absent, usable or a fault.
 * Of a member that is written twice the last one counts, but a call for help is never overwritten by another type. One
 * message, one thread.
 */
final class Members {
    /** Nothing usable, as a number. */
    static final int NONE = -1;

    private final EnumMap<Member, Written> written = new EnumMap<>(Member.class);
    private final List<String> faults = new ArrayList<>(2);
    private @Nullable String firstFault;

    void put(Member member, Written value) {
        if (!keepsType(member)) {
            written.put(member, value);
        }
    }

    /** Written as null, which says the same as not written; or an object whose own members were read. */
    void absent(Member member) {
        if (!keepsType(member)) {
            written.remove(member);
        }
    }

    private boolean keepsType(Member member) {
        return member == Member.TYPE && MessageName.callsForHelp(textOrNull(Member.TYPE));
    }

    boolean has(Member member) {
        return written.containsKey(member);
    }

    /** Whether the member was written as a number. */
    boolean isNumber(Member member) {
        Written value = written.get(member);
        return value != null && value.isNumber();
    }

    /** The text, or null if absent or not a text; no judgement. */
    @Nullable
    String textOrNull(Member member) {
        return written.get(member) instanceof Written.Text(String value) ? value : null;
    }

    /** A whole number within the range, or {@link #NONE}. */
    long whole(Member member, long least, long most) {
        Written value = written.get(member);
        if (value instanceof Written.Whole(long number) && number >= least && number <= most) {
            return number;
        }
        unusable(member, value);
        return NONE;
    }

    /** A measurement rounded to a whole number after scaling, within the range after scaling, or {@link #NONE}. */
    int scaled(Member member, int scale, int least, int most) {
        double number = number(member, (double) least / scale, (double) most / scale);
        return Double.isNaN(number) ? NONE : (int) Math.round(number * scale);
    }

    /** A number within the range, or NaN. */
    double number(Member member, double least, double most) {
        Written value = written.get(member);
        double number = value == null ? Double.NaN : value.asNumber();
        if (number >= least && number <= most) {
            return number;
        }
        unusable(member, value);
        return Double.NaN;
    }

    /** True, false, or null if absent or neither. */
    @Nullable
    Boolean truth(Member member) {
        Written value = written.get(member);
        if (value instanceof Written.Truth(boolean truth)) {
            return truth;
        }
        unusable(member, value);
        return null;
    }

    private void unusable(Member member, @Nullable Written value) {
        if (value != null) {
            fault(member, value.isNumber() ? "out of range" : "wrong type");
        }
    }

    /** Notes a member that cannot be used; the first one gives the reason of a refusal. */
    void fault(Member member, String what) {
        fault(member.path(), what);
    }

    void fault(String name, String what) {
        reason(name + ": " + what);
        note(name);
    }

    /** The bytes as a whole were not one message. */
    void damaged(Damage damage, Notation notation) {
        reason(damage.reason(notation));
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
    @Nullable
    String firstFault() {
        return firstFault;
    }
}
