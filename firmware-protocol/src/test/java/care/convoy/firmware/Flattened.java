package care.convoy.firmware;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A message as dotted names and values, by the names of its record components: what the vectors state. */
final class Flattened {

    private final Map<String, String> facts = new TreeMap<>();

    static Map<String, String> of(NativeMessage decoded) {
        Flattened flattened = new Flattened();
        flattened.add("header", decoded.header());
        flattened.addRecord("body", decoded.message());
        return flattened.facts;
    }

    private void add(String name, Object value) {
        switch (value) {
            case null -> facts.put(name, "none");
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    facts.put(name + "." + i + ".type", list.get(i).getClass().getSimpleName());
                    add(name + "." + i, list.get(i));
                }
            }
            case Record record -> addRecord(name, record);
            default -> facts.put(name, inAscii(value.toString()));
        }
    }

    /** What a line of a vector cannot hold is written as its code. */
    private static String inAscii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.chars()
                .forEach(character -> ascii.append(
                        character > 0x20 && character < 0x7F
                                ? String.valueOf((char) character)
                                : String.format("\\u%04X", character)));
        return ascii.toString();
    }

    private void addRecord(String name, Object record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            try {
                add(name + "." + component.getName(), component.getAccessor().invoke(record));
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}
