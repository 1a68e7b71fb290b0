package care.convoy.warning;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of a message with its path, as {@code alert.info[1].event}. Confined to one reading. */
final class XmlElement {
    private final String namespace;
    private final String name;
    private final String path;
    private final StringBuilder text = new StringBuilder();
    private final List<XmlElement> children = new ArrayList<>();

    XmlElement(String namespace, String name, String path) {
        this.namespace = namespace;
        this.name = name;
        this.path = path;
    }

    String namespace() {
        return namespace;
    }

    String name() {
        return name;
    }

    String path() {
        return path;
    }

    /** Without blanks around it. */
    String text() {
        return text.toString().strip();
    }

    void add(String characters) {
        text.append(characters);
    }

    void add(XmlElement child) {
        children.add(child);
    }

    /** Those of the same namespace with that name. */
    List<XmlElement> all(String wanted) {
        return children.stream()
                .filter(each -> each.name.equals(wanted) && each.namespace.equals(namespace))
                .toList();
    }

    /** How many of that name there are so far; counted up to a few only, for paths. */
    int count(String wanted) {
        int count = 0;
        for (int i = children.size() - 1; i >= 0 && i >= children.size() - 100; i--) {
            count += children.get(i).name.equals(wanted) ? 1 : 0;
        }
        return count;
    }

    /** Null if there is none, or an empty one. @throws CapFault if there are several */
    @Nullable
    XmlElement one(String wanted) throws CapFault {
        List<XmlElement> found = all(wanted);
        if (found.size() > 1) {
            throw new CapFault(path + "." + wanted, "stands " + found.size() + " times; give it once");
        }
        return found.isEmpty() || found.getFirst().text().isEmpty() ? null : found.getFirst();
    }

    /** @throws CapFault if there is none, an empty one, or several */
    XmlElement must(String wanted) throws CapFault {
        XmlElement found = one(wanted);
        if (found == null) {
            throw new CapFault(path + "." + wanted, "is missing or empty; the standard requires it");
        }
        return found;
    }

    /** Empty if there is none. @throws CapFault if there are several */
    String textOf(String wanted) throws CapFault {
        XmlElement found = one(wanted);
        return found == null ? "" : found.text();
    }
}
