package care.convoy.ingest.bridge;

import care.convoy.device.DeviceId;
import care.convoy.ingest.Fate;
import care.convoy.ingest.bridge.TopicRule.DeviceRule;
import care.convoy.ingest.bridge.TopicRule.EchoRule;
import care.convoy.ingest.bridge.TopicRule.MemberRule;
import care.convoy.ingest.bridge.TopicRule.MessageRule;
import care.convoy.ingest.bridge.TopicRule.TypeRule;
import care.convoy.settings.SettingsRefused;
import care.convoy.settings.Spot;
import com.fasterxml.jackson.core.JsonPointer;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a mapping file says about one subscription. */
final class TopicReader {
    private static final int MOST = 64;
    private static final int LONGEST = 500;
    private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");

    /** Of a pointer into the whole payload where the payload holds a list. */
    private static final String WHOLE = "^";

    private static final Map<String, Fate> FATES = Map.of(
            "done", Fate.CONFIRMED,
            "refused", Fate.REFUSED,
            "unsupported", Fate.UNSUPPORTED,
            "failed", Fate.FAILED);

    private final boolean listed;

    private TopicReader(boolean listed) {
        this.listed = listed;
    }

    static TopicRule read(Spot topic) throws SettingsRefused {
        topic.object(Set.of("filter", "alarms", "format", "list", "device", "key", "messages", "echoes"));
        return new TopicReader(topic.find("list") != null).topic(topic);
    }

    private TopicRule topic(Spot topic) throws SettingsRefused {
        Spot filter = topic.need("filter");
        TopicPattern pattern = new TopicPattern(filter.text(1_024));
        String fault = TopicPattern.fault(pattern.filter());
        if (fault != null) {
            throw filter.refuse(fault);
        }
        boolean alarms = topic.need("alarms").truth();
        List<MessageRule> messages = new ArrayList<>();
        for (Spot message : topic.need("messages").list(MOST)) {
            messages.add(message(message, alarms));
        }
        return new TopicRule(
                pattern,
                alarms,
                isText(topic.find("format")),
                list(topic),
                device(topic.need("device"), pattern),
                key(topic),
                messages,
                echoes(topic.find("echoes"), alarms));
    }

    private List<EchoRule> echoes(@Nullable Spot given, boolean alarms) throws SettingsRefused {
        List<EchoRule> echoes = new ArrayList<>();
        for (Spot echo : given == null ? List.<Spot>of() : given.list(MOST)) {
            echo.object(Set.of("when", "id", "result"));
            Map<JsonPointer, Set<String>> when = when(echo.find("when"));
            if (alarms && when.isEmpty()) {
                throw echo.refuse("on a topic with alarms=true say when, lest something else is taken for an answer");
            }
            Spot result = echo.find("result");
            if (result != null) {
                result.object(Set.of("pointer", "values"));
            }
            echoes.add(new EchoRule(
                    when,
                    pointer(echo.need("id")),
                    result == null ? null : pointer(result.need("pointer")),
                    result == null ? Map.of() : fates(result.need("values"))));
        }
        return echoes;
    }

    private static Map<String, Fate> fates(Spot values) throws SettingsRefused {
        Map<String, Fate> fates = new LinkedHashMap<>();
        for (Map.Entry<String, Spot> value : values.object().entrySet()) {
            Fate fate = FATES.get(value.getValue().text(LONGEST));
            if (fate == null) {
                throw value.getValue()
                        .refuse("is no result; there are " + String.join(", ", new TreeSet<>(FATES.keySet())));
            }
            fates.put(value.getKey(), fate);
        }
        return fates;
    }

    private static boolean isText(@Nullable Spot format) throws SettingsRefused {
        String name = format == null ? "json" : format.text(LONGEST);
        if (format != null && !name.equals("json") && !name.equals("text")) {
            throw format.refuse("must be json or text");
        }
        return name.equals("text");
    }

    private static @Nullable JsonPointer list(Spot topic) throws SettingsRefused {
        Spot list = topic.find("list");
        if (list != null && isText(topic.find("format"))) {
            throw list.refuse("a text holds no list; leave format out, or list");
        }
        return list == null ? null : pointer(list, written(list));
    }

    private DeviceRule device(Spot device, TopicPattern filter) throws SettingsRefused {
        device.object(Set.of("level", "pointer", "prefix"));
        Spot level = device.find("level");
        Spot pointer = device.find("pointer");
        if ((level == null) == (pointer == null)) {
            throw device.refuse("give either level (of the topic, from 0) or pointer (into the payload)");
        }
        Spot prefix = device.find("prefix");
        if (prefix != null && !DeviceId.isValid(prefix.text(32))) {
            throw prefix.refuse("must be 1 to 32 characters of A-Z a-z 0-9 . _ : -");
        }
        int number = level == null ? 0 : level.whole(0, 1_000);
        if (level != null && number >= filter.leastLevels()) {
            throw level.refuse("the filter is sure of " + filter.leastLevels() + " levels only, counted from 0 and"
                    + " without $share/GROUP/");
        }
        return new DeviceRule(number, pointer == null ? null : pointer(pointer), prefix == null ? "" : prefix.text(32));
    }

    private List<JsonPointer> key(Spot topic) throws SettingsRefused {
        List<JsonPointer> key = new ArrayList<>();
        Spot given = topic.find("key");
        if (given != null) {
            for (Spot pointer : given.list(8)) {
                key.add(pointer(pointer));
            }
            if (listed && key.stream().noneMatch(pointer -> pointer.toString().startsWith(Mapping.ITEM))) {
                throw given.refuse("leads into the whole message only, which makes all items of its list one press;"
                        + " add a pointer into the item");
            }
        }
        return key;
    }

    private static String written(Spot pointer) throws SettingsRefused {
        return pointer.value() instanceof String text && text.isEmpty() ? "" : pointer.text(LONGEST);
    }

    private JsonPointer pointer(Spot pointer) throws SettingsRefused {
        return inDocument(pointer, written(pointer));
    }

    /** Into the payload or, where that holds a list, into the item; with {@code ^} into the payload all the same. */
    private JsonPointer inDocument(Spot at, String text) throws SettingsRefused {
        if (!listed) {
            return pointer(at, text);
        }
        return text.startsWith(WHOLE)
                ? JsonPointer.compile(Mapping.MESSAGE).append(pointer(at, text.substring(1)))
                : JsonPointer.compile(Mapping.ITEM).append(pointer(at, text));
    }

    private static JsonPointer pointer(Spot at, String text) throws SettingsRefused {
        if ((!text.isEmpty() && !text.startsWith("/"))
                || BAD_ESCAPE.matcher(text).find()) {
            throw at.refuse("'" + text + "' is no JSON pointer (RFC 6901): /a/b, with ~1 for / and ~0 for ~");
        }
        return JsonPointer.compile(text);
    }

    private MessageRule message(Spot message, boolean alarms) throws SettingsRefused {
        message.object(Set.of("when", "type", "members"));
        Spot typeSpot = message.need("type");
        TypeRule type = type(typeSpot);
        if (type.mayCallForHelp() && !alarms) {
            throw typeSpot.refuse("a call for help on a topic with alarms=false; write alarms=true there");
        }
        List<MemberRule> members = new ArrayList<>();
        Spot given = message.find("members");
        if (given != null) {
            given.object(OurMember.names());
            for (Map.Entry<String, Spot> member : given.object().entrySet()) {
                members.add(member(member.getKey(), member.getValue()));
            }
        }
        return new MessageRule(when(message.find("when")), type, members);
    }

    private Map<JsonPointer, Set<String>> when(@Nullable Spot when) throws SettingsRefused {
        Map<JsonPointer, Set<String>> conditions = new LinkedHashMap<>();
        if (when == null) {
            return conditions;
        }
        for (Map.Entry<String, Spot> condition : when.object().entrySet()) {
            Spot wanted = condition.getValue();
            Set<String> accepted = new LinkedHashSet<>();
            for (Spot each : wanted.isList() ? wanted.list(MOST) : List.of(wanted)) {
                accepted.add(scalar(each));
            }
            conditions.put(inDocument(wanted, condition.getKey()), accepted.contains("*") ? Set.of() : accepted);
        }
        return conditions;
    }

    private static String scalar(Spot spot) throws SettingsRefused {
        return switch (spot.value()) {
            case String text -> text;
            case Boolean truth -> truth.toString();
            case Double number -> Scalars.text(number);
            default -> throw spot.refuse("must be a text, a number, true, false or \"*\" for anything");
        };
    }

    private TypeRule type(Spot type) throws SettingsRefused {
        if (!type.isObject()) {
            return new TypeRule(ourType(type), null, Map.of());
        }
        type.object(Set.of("pointer", "values"));
        Map<String, OurType> values = new LinkedHashMap<>();
        for (Map.Entry<String, Spot> value : type.need("values").object().entrySet()) {
            values.put(value.getKey(), ourType(value.getValue()));
        }
        if (values.isEmpty()) {
            throw type.need("values").refuse("is empty; name what the vendor writes and what it means");
        }
        return new TypeRule(null, pointer(type.need("pointer")), values);
    }

    private static OurType ourType(Spot type) throws SettingsRefused {
        OurType ours = OurType.of(type.text(LONGEST));
        if (ours == null) {
            throw type.refuse(
                    "'" + type.text(LONGEST) + "' is no type; there are " + String.join(", ", OurType.names()));
        }
        return ours;
    }

    private MemberRule member(String name, Spot member) throws SettingsRefused {
        OurMember ours = OurMember.of(name);
        if (ours == null) {
            throw member.refuse("not known");
        }
        if (!member.isObject()) {
            return new MemberRule(ours, pointer(member), defaultUnit(ours), 1, null, Map.of());
        }
        member.object(Set.of("pointer", "unit", "scale", "zone", "values"));
        Unit unit = unit(ours, member.find("unit"));
        Spot scale = member.find("scale");
        if (scale != null && (!ours.quantity().isNumber() || scale.number() == 0)) {
            throw scale.refuse("must be a number other than 0, of a member that is one");
        }
        return new MemberRule(
                ours,
                pointer(member.need("pointer")),
                unit,
                scale == null ? 1 : scale.number(),
                zone(member, unit),
                values(ours, member.find("values")));
    }

    private static Unit defaultUnit(OurMember member) {
        List<Unit> units = member.quantity().units();
        return units.isEmpty() ? Unit.COUNT : units.getFirst();
    }

    private static Unit unit(OurMember member, @Nullable Spot given) throws SettingsRefused {
        if (given == null) {
            return defaultUnit(member);
        }
        String name = given.text(LONGEST);
        List<Unit> units = member.quantity().units();
        for (Unit unit : units) {
            if (unit.word().equalsIgnoreCase(name)) {
                return unit;
            }
        }
        List<String> names = units.stream().map(Unit::word).toList();
        throw given.refuse("'" + name + "' is no unit of " + member.wireName() + "; "
                + (names.isEmpty() ? "it has none, leave it out" : "there are " + String.join(", ", names)));
    }

    private static @Nullable ZoneId zone(Spot member, Unit unit) throws SettingsRefused {
        Spot zone = member.find("zone");
        if ((unit == Unit.LOCAL) != (zone != null)) {
            throw (zone == null ? member : zone)
                    .refuse("unit local and zone go together, as \"zone\": \"Asia/Shanghai\"");
        }
        if (zone == null) {
            return null;
        }
        try {
            return ZoneId.of(zone.text(64));
        } catch (DateTimeException unknown) {
            throw zone.refuse("'" + zone.text(64) + "' is no time zone; write Asia/Shanghai or +08:00");
        }
    }

    private static Map<String, Object> values(OurMember member, @Nullable Spot given) throws SettingsRefused {
        Map<String, Object> values = new LinkedHashMap<>();
        if (given == null) {
            return values;
        }
        for (Map.Entry<String, Spot> value : given.object().entrySet()) {
            Spot ours = value.getValue();
            values.put(
                    value.getKey(),
                    switch (member.quantity()) {
                        case TRUTH -> ours.truth();
                        case WORD -> ours.text(LONGEST);
                        default -> ours.number();
                    });
        }
        return values;
    }
}
