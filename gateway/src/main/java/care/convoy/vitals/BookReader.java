package care.convoy.vitals;

import java.util.Map;
import java.util.Set;

/**
 * Reads members of a tree of maps; each error names the member by its whole path and says what to write instead.
 *
 * @param path of the object that is read, as {@code grades.3}; empty for the whole
 */
record BookReader(String path, Map<?, ?> members) {
    static BookReader of(String path, Object value) {
        if (value instanceof Map<?, ?> members) {
            return new BookReader(path, members);
        }
        throw new IllegalArgumentException(path + ": give an object");
    }

    BookReader object(String name) {
        return of(at(name), members.containsKey(name) ? members.get(name) : Map.of());
    }

    void only(Set<String> known) {
        for (Object name : members.keySet()) {
            if (!(name instanceof String text) || !known.contains(text)) {
                throw new IllegalArgumentException(at(String.valueOf(name)) + ": not known; known are "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    /** A whole number, {@code otherwise} if the member is not there. */
    int whole(String name, int least, int most, int otherwise) {
        return scaled(name, 1, least, most, otherwise);
    }

    /** A number times {@code scale}, which has to be whole then; bounds and {@code otherwise} are scaled already. */
    int scaled(String name, int scale, int least, int most, int otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        double value = members.get(name) instanceof Number number ? number.doubleValue() * scale : Double.NaN;
        double whole = Math.rint(value);
        if (!(Math.abs(value - whole) < 1e-6) || whole < least || whole > most) {
            String kind = scale == 1 ? "a whole number" : "a number with steps of " + 1.0 / scale;
            throw new IllegalArgumentException(
                    at(name) + ": give " + kind + " from " + plain(least, scale) + " to " + plain(most, scale));
        }
        return (int) whole;
    }

    boolean truth(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (members.get(name) instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException(at(name) + ": give true or false");
    }

    <E extends Enum<E>> E word(String name, Class<E> words, E otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        for (E word : words.getEnumConstants()) {
            if (word.name().equals(members.get(name))) {
                return word;
            }
        }
        throw new IllegalArgumentException(
                at(name) + ": give one of " + java.util.Arrays.toString(words.getEnumConstants()));
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String plain(int value, int scale) {
        return scale == 1 ? Integer.toString(value) : Double.toString((double) value / scale);
    }
}
