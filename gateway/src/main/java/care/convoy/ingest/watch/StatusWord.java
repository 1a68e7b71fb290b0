package care.convoy.ingest.watch;

import care.convoy.alert.AlertKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The 32 bits that say how the device is (low half) and what it raises an alarm for (high half).
 *
 * @param bits bit 0 least significant
 * @param text as the device wrote it, at most 15 digits; empty if it cannot be read, and then no bit is set
 */
record StatusWord(int bits, String text) {
    /** Not there, or not hexadecimal. */
    static final StatusWord UNREADABLE = new StatusWord(0, "");

    static final int SOS = 16;
    static final int BATTERY_LOW = 17;
    static final int LEFT_FENCE = 18;
    static final int ENTERED_FENCE = 19;
    static final int REMOVED = 20;
    static final int FALL = 21;
    static final int FALL_OF_SECOND_KIND = 22;
    /** The number that an alarm has whose word sets none of the alarm bits. */
    static final int NO_BIT = 32;

    private static final int LAST = 31;
    private static final int STATE_BATTERY_LOW = 1;
    private static final int STATE_OUTSIDE = 1 << 1;
    private static final int STATE_STRAP_OPEN = 1 << 3;
    private static final int MOST_DIGITS = 15;

    /** Urgent ones first; the unknown bits follow. */
    private static final List<Integer> RANKED =
            List.of(SOS, FALL, FALL_OF_SECOND_KIND, LEFT_FENCE, REMOVED, ENTERED_FENCE, BATTERY_LOW);

    static StatusWord read(String field) {
        String digits = field.strip();
        long value = Numbers.hex(digits, MOST_DIGITS);
        return value >= 0 ? new StatusWord((int) value, digits.toUpperCase(Locale.ROOT)) : UNREADABLE;
    }

    boolean isReadable() {
        return !text.isEmpty();
    }

    boolean has(int bit) {
        return (bits >>> bit & 1) != 0;
    }

    /** Whether any bit of the high half is set. */
    boolean isAlarm() {
        return bits >>> SOS != 0;
    }

    /** Whether the device says that it is not worn. */
    boolean isStrapOpen() {
        return (bits & STATE_STRAP_OPEN) != 0;
    }

    /** The alarm bits that are set, the most urgent first. */
    List<Integer> alarmBits() {
        List<Integer> set = new ArrayList<>(2);
        for (int bit : RANKED) {
            if (has(bit)) {
                set.add(bit);
            }
        }
        for (int bit = FALL_OF_SECOND_KIND + 1; bit <= LAST; bit++) {
            if (has(bit)) {
                set.add(bit);
            }
        }
        return set;
    }

    /** All that is wrong now, alarms and states. @param general whether it comes with an alarm of unknown reason */
    Set<AlertKind> wrong(boolean general) {
        EnumSet<AlertKind> wrong = EnumSet.noneOf(AlertKind.class);
        if (general) {
            wrong.add(AlertKind.GENERAL);
        }
        for (int bit : alarmBits()) {
            wrong.add(
                    switch (bit) {
                        case SOS -> AlertKind.SOS;
                        case FALL, FALL_OF_SECOND_KIND -> AlertKind.FALL;
                        case REMOVED -> AlertKind.REMOVED;
                        case BATTERY_LOW -> AlertKind.LOW_BATTERY;
                        case LEFT_FENCE, ENTERED_FENCE -> AlertKind.FENCE;
                        default -> AlertKind.GENERAL;
                    });
        }
        if ((bits & STATE_BATTERY_LOW) != 0) {
            wrong.add(AlertKind.LOW_BATTERY);
        }
        if ((bits & STATE_OUTSIDE) != 0) {
            wrong.add(AlertKind.FENCE);
        }
        if (isStrapOpen()) {
            wrong.add(AlertKind.REMOVED);
        }
        return wrong;
    }
}
