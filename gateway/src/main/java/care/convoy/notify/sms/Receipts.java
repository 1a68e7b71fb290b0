package care.convoy.notify.sms;

import care.convoy.notify.Told;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which message a receipt is about. Centres write an id in hexadecimal digits in the response and in decimal ones in the receipt, or the
 * other way round, with zeros in front or without; so an id counts as the same in each of these forms, if the number that the
 * message went to is the same too. A receipt may come before the response, twice, or about nothing that is known. Thread-safe.
 *
 * <p>Bounds: {@value #MOST} forms of ids, one to three of each message; the oldest is forgotten first, and its receipt is then one about nothing. {@value #MOST_EARLY} receipts
 * wait for their response.
 */
final class Receipts {
    static final int MOST = 100_000;
    private static final int MOST_EARLY = 1_000;
    private static final int LONGEST_NUMBER = 11;
    private static final int LONGEST_ID = 16;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-f]+");

    private final Map<String, Part> sent = new LinkedHashMap<>();
    private final Map<String, Told> early = new LinkedHashMap<>();
    final LongAdder unknown = new LongAdder();
    final LongAdder repeated = new LongAdder();

    /** A text of several parts, which arrived when all its parts did, and did not when one did not. */
    static final class Sent {
        private final Consumer<Told> told;
        private int missing;

        Sent(int parts, Consumer<Told> told) {
            missing = parts;
            this.told = told;
        }

        /** @return whether this is what is to be told */
        private boolean hear(Told state) {
            if (missing == 0) {
                return false;
            }
            missing = state == Told.DELIVERED ? missing - 1 : 0;
            return missing == 0;
        }
    }

    private static final class Part {
        private final Sent of;
        private boolean heard;

        Part(Sent of) {
            this.of = of;
        }
    }

    /** The centre has taken one part under that id. */
    void sent(String id, String number, Sent message) {
        List<String> keys = keys(id, number);
        Told before = null;
        boolean tells;
        synchronized (this) {
            Part part = new Part(message);
            for (String key : keys) {
                before = before == null ? early.remove(key) : before;
                sent.put(key, part);
            }
            trim(sent, MOST);
            part.heard = before != null;
            tells = before != null && message.hear(before);
        }
        if (tells) {
            message.told.accept(before);
        }
    }

    /** A receipt with a final state. */
    void receipt(String id, String number, Told state) {
        Part part;
        boolean tells = false;
        synchronized (this) {
            part = find(keys(id, number));
            if (part == null) {
                early.put(keys(id, number).getFirst(), state);
                trim(early, MOST_EARLY);
                unknown.increment();
            } else if (part.heard) {
                repeated.increment();
            } else {
                part.heard = true;
                tells = part.of.hear(state);
            }
        }
        if (part != null && tells) {
            part.of.told.accept(state);
        }
    }

    private @Nullable Part find(List<String> keys) {
        for (String key : keys) {
            Part found = sent.get(key);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static void trim(Map<String, ?> map, int most) {
        Iterator<String> oldest = map.keySet().iterator();
        while (map.size() > most) {
            oldest.next();
            oldest.remove();
        }
    }

    /** The forms of an id that count as the same, as it is written first. */
    static List<String> keys(String id, String number) {
        String digits = number.replaceAll("\\D", "");
        String last = digits.length() <= LONGEST_NUMBER ? digits : digits.substring(digits.length() - LONGEST_NUMBER);
        String plain = id.strip().toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
        List<String> keys = new ArrayList<>();
        keys.add(last + "/" + plain);
        if (plain.length() <= LONGEST_ID && HEXADECIMAL.matcher(plain).matches()) {
            keys.add(last + "/" + Long.toUnsignedString(Long.parseUnsignedLong(plain, 16)));
        }
        if (plain.length() <= LONGEST_ID && DECIMAL.matcher(plain).matches()) {
            keys.add(last + "/" + Long.toHexString(Long.parseUnsignedLong(plain)));
        }
        return keys;
    }
}
