package care.convoy.warning;

import care.convoy.warning.CapMessage.Certainty;
import care.convoy.warning.CapMessage.Degree;
import care.convoy.warning.CapMessage.Info;
import care.convoy.warning.CapMessage.Period;
import care.convoy.warning.CapMessage.Severity;
import care.convoy.warning.CapMessage.Status;
import care.convoy.warning.CapMessage.Urgency;
import care.convoy.warning.CapMessage.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads CAP 1.2 (OASIS, CAP-v1.2-os). Pure; thread-safe.
 *
 * <p>Elements of other namespaces, as a signature (section 3.3.2.1), are passed over; signatures are not verified. What we do not
 * use is not judged: {@code resource}, {@code incidents}, {@code altitude}.
 */
public final class CapReader {
    /** Most bytes of a message. */
    public static final int MOST_BYTES = 256 * 1024;

    /** Appendix A, the XML schema's target namespace. */
    private static final String NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2";

    private static final int MOST_REFERENCES = 100;
    private static final int MOST_INFOS = 64;
    private static final int MOST_CHARACTERS_OF_AN_ID = 300;
    private static final Duration WITHOUT_EXPIRES = Duration.ofHours(24);
    /** Section 3.2.1: "MUST NOT include spaces, commas or restricted characters". */
    private static final Pattern NO_ID = Pattern.compile("[\\s,<&]");

    private CapReader() {}

    /** What came of reading. */
    public sealed interface Read permits CapMessage, Unfit {}

    /** It is refused. @param element its path, as {@code alert.info.expires} @param mend what to write instead */
    public record Unfit(String element, String mend) implements Read {}

    /** Reads one message; never throws, whatever the bytes are. */
    public static Read read(byte[] xml) {
        try {
            if (xml.length > MOST_BYTES) {
                throw new CapFault("xml", "is larger than " + MOST_BYTES + " bytes; split the message by area");
            }
            return message(XmlTree.read(xml));
        } catch (CapFault fault) {
            return new Unfit(fault.element(), fault.mend());
        }
    }

    private static CapMessage message(XmlElement alert) throws CapFault {
        if (!alert.name().equals("alert") || !alert.namespace().equals(NAMESPACE)) {
            throw new CapFault(
                    alert.path(), "is no CAP 1.2 alert; send <alert xmlns=\"" + NAMESPACE + "\"> as the document");
        }
        WarningId id = new WarningId(
                idText(alert.must("sender")),
                idText(alert.must("identifier")),
                CapTime.read("alert.sent", alert.must("sent").text()));
        Status status = chosen(alert.must("status"), Status.class);
        CapMessage.Type type = chosen(alert.must("msgType"), CapMessage.Type.class);
        scope(alert);
        List<WarningId> references = references(alert, id);
        if (type == CapMessage.Type.CANCEL && references.isEmpty()) {
            throw new CapFault("alert.references", "is missing; a Cancel names what it ends: sender,identifier,sent");
        }
        List<XmlElement> blocks = alert.all("info");
        if (type.warns() && (blocks.isEmpty() || blocks.size() > MOST_INFOS)) {
            throw new CapFault("alert.info", "stands " + blocks.size() + " times; give 1 to " + MOST_INFOS);
        }
        List<Info> infos = new ArrayList<>();
        AreaReader areas = new AreaReader();
        for (XmlElement block : type.warns() ? blocks : List.<XmlElement>of()) {
            infos.add(info(block, id.sent(), areas));
        }
        return new CapMessage(id, status, type, references, infos);
    }

    private static String idText(XmlElement element) throws CapFault {
        String text = element.text();
        if (text.length() > MOST_CHARACTERS_OF_AN_ID || NO_ID.matcher(text).find()) {
            throw new CapFault(
                    element.path(),
                    "has a space, a comma, < or &, or more than " + MOST_CHARACTERS_OF_AN_ID
                            + " characters; leave them out");
        }
        return text;
    }

    /**
     * Section 3.2.1: {@code restriction} goes with Restricted, {@code addresses} with Private. Who sends it here has addressed us;
     * the desk is no public.
     */
    private static void scope(XmlElement alert) throws CapFault {
        XmlElement scope = alert.must("scope");
        switch (scope.text()) {
            case "Public" -> {}
            case "Restricted" -> alert.must("restriction");
            case "Private" -> alert.must("addresses");
            default -> throw new CapFault(scope.path(), "is none of Public, Restricted, Private; choose one");
        }
    }

    /** "sender,identifier,sent", separated by whitespace. */
    private static List<WarningId> references(XmlElement alert, WarningId own) throws CapFault {
        XmlElement element = alert.one("references");
        if (element == null) {
            return List.of();
        }
        String[] named = element.text().split("\\s+", -1);
        if (named.length > MOST_REFERENCES) {
            throw new CapFault(element.path(), "names " + named.length + " messages; at most " + MOST_REFERENCES);
        }
        List<WarningId> all = new ArrayList<>();
        for (String each : named) {
            String[] parts = each.split(",", -1);
            if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty()) {
                throw new CapFault(element.path(), "is to be sender,identifier,sent, several separated by blanks");
            }
            WarningId id = new WarningId(parts[0], parts[1], CapTime.read(element.path(), parts[2]));
            if (id.equals(own)) {
                throw new CapFault(element.path(), "names the message itself; give it an identifier of its own");
            }
            all.add(id);
        }
        return all.stream().distinct().toList();
    }

    private static Info info(XmlElement info, Instant sent, AreaReader areas) throws CapFault {
        String language = info.textOf("language");
        info.must("category");
        Degree degree = new Degree(
                chosen(info.must("severity"), Severity.class),
                chosen(info.must("urgency"), Urgency.class),
                certainty(info.must("certainty")),
                ColourLevel.of(info));
        Words words = new Words(
                info.must("event").text(),
                info.textOf("senderName"),
                info.textOf("headline"),
                info.textOf("description"),
                info.textOf("instruction"),
                info.textOf("web"),
                info.textOf("contact"));
        return new Info(language.isEmpty() ? "en-US" : language, words, degree, period(info, sent), areas.read(info));
    }

    private static Period period(XmlElement info, Instant sent) throws CapFault {
        Instant effective = CapTime.read(info.one("effective"));
        Instant onset = CapTime.read(info.one("onset"));
        Instant expires = CapTime.read(info.one("expires"));
        Instant from = effective == null ? sent : effective;
        if (expires == null) {
            Instant last = Stream.of(sent, from, onset == null ? sent : onset)
                    .max(Instant::compareTo)
                    .orElseThrow();
            return new Period(from, onset, last.plus(WITHOUT_EXPIRES));
        }
        if (!expires.isAfter(from)) {
            throw new CapFault(
                    info.path() + ".expires", "is not after effective (or sent, without one); give a later time");
        }
        return new Period(from, onset, expires);
    }

    /** Section 3.2.2: for "Very Likely" of CAP 1.0 "Likely" is meant. */
    private static Certainty certainty(XmlElement element) throws CapFault {
        return element.text().equals("Very Likely") ? Certainty.LIKELY : chosen(element, Certainty.class);
    }

    /** Code values are case sensitive: "Actual", not "actual". */
    private static <E extends Enum<E>> E chosen(XmlElement element, Class<E> of) throws CapFault {
        List<String> known = new ArrayList<>();
        for (E each : of.getEnumConstants()) {
            String name = each.name();
            String written = name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
            if (written.equals(element.text())) {
                return each;
            }
            known.add(written);
        }
        throw new CapFault(element.path(), "is none of " + String.join(", ", known) + "; choose one");
    }
}
