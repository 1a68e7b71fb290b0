package care.convoy.vitals.presence;

import care.convoy.device.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What devices have in common, and the figures of each such group. */
final class SilenceGroups {
    /** So many groups are kept at most, everything together. */
    static final int MOST = 65_536;

    static final int EVERYTHING = 0;
    private static final int NONE = -1;
    private static final int LONGEST_NAME = 48;
    private static final int SHORT_NAME = 16;

    /** What devices may have in common; declared widest first. */
    enum Attribute {
        GATEWAY("gateway"),
        REGION("region"),
        MODEL("model");

        private final String token;

        Attribute(String token) {
            this.token = token;
        }

        String token() {
            return token;
        }
    }

    private static final class Group {
        final Attribute attribute;
        final String name;
        int present;
        int recent;
        int members;
        int highGrade;
        int peak;
        int toldMembers;
        long toldMillis;
        long fromMillis;
        boolean open;
        boolean told;

        Group(Attribute attribute, String name) {
            this.attribute = attribute;
            this.name = name;
        }
    }

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private final TreeSet<Integer> open = new TreeSet<>();

    SilenceGroups() {
        groups.add(new Group(Attribute.GATEWAY, "all"));
    }

    /** The group's number, or -1 if there is no such attribute or no room for another group. */
    int of(Attribute attribute, @Nullable String name) {
        if (name == null || name.isEmpty()) {
            return NONE;
        }
        String clean = name.replaceAll("[^A-Za-z0-9._-]", "-");
        String key =
                attribute.token() + "." + (clean.length() > LONGEST_NAME ? clean.substring(0, LONGEST_NAME) : clean);
        Integer number = numbers.get(key);
        if (number != null) {
            return number;
        }
        if (groups.size() == MOST) {
            return NONE;
        }
        groups.add(new Group(attribute, key.substring(attribute.token().length() + 1)));
        numbers.put(key, groups.size() - 1);
        return groups.size() - 1;
    }

    DeviceId device(int group) {
        Group it = groups.get(group);
        return new DeviceId("area." + it.attribute.token().toLowerCase(Locale.ROOT) + "." + it.name);
    }

    String shortName(int group) {
        String name = groups.get(group).name;
        return name.length() > SHORT_NAME ? name.substring(name.length() - SHORT_NAME) : name;
    }

    Attribute attribute(int group) {
        return groups.get(group).attribute;
    }

    void addPresent(int group, int change) {
        if (group != NONE) {
            groups.get(group).present += change;
        }
    }

    void forgetPresent() {
        groups.forEach(each -> each.present = 0);
    }

    int present(int group) {
        return groups.get(group).present;
    }

    void clearRecent(Attribute attribute) {
        for (Group each : groups) {
            if (each.attribute == attribute) {
                each.recent = 0;
            }
        }
    }

    void addRecent(int group) {
        groups.get(group).recent++;
    }

    boolean reaches(int group, AreaRules rules) {
        Group it = groups.get(group);
        return it.recent >= rules.leastDevices()
                && 100L * it.recent >= (long) rules.leastSharePercent() * (it.recent + it.present);
    }

    void open(int group, long fromMillis) {
        Group it = groups.get(group);
        it.open = true;
        it.told = false;
        it.peak = 0;
        it.fromMillis = fromMillis;
        open.add(group);
    }

    boolean isOpen(int group) {
        return groups.get(group).open;
    }

    long from(int group) {
        return groups.get(group).fromMillis;
    }

    int openCount() {
        return open.size();
    }

    int[] openGroups() {
        return open.stream().mapToInt(Integer::intValue).toArray();
    }

    void close(int group) {
        groups.get(group).open = false;
        open.remove(group);
    }

    void clearMembers() {
        for (int group : open) {
            groups.get(group).members = 0;
            groups.get(group).highGrade = 0;
        }
    }

    void addMember(int group, boolean highGrade) {
        Group it = groups.get(group);
        it.members++;
        it.highGrade += highGrade ? 1 : 0;
        it.peak = Math.max(it.peak, it.members);
    }

    int members(int group) {
        return groups.get(group).members;
    }

    int highGrade(int group) {
        return groups.get(group).highGrade;
    }

    /** Whether hardly any of those that were silent still are. */
    boolean isOver(int group, int belowPercent) {
        Group it = groups.get(group);
        return it.members == 0 || 100L * it.members < (long) belowPercent * it.peak;
    }

    boolean isTold(int group) {
        return groups.get(group).told;
    }

    void told(int group, long nowMillis) {
        Group it = groups.get(group);
        it.told = true;
        it.toldMillis = nowMillis;
        it.toldMembers = it.members;
    }

    /** By a tenth since it was told. */
    boolean hasGrown(int group) {
        Group it = groups.get(group);
        return 10L * it.members >= 11L * it.toldMembers && it.members > it.toldMembers;
    }

    /** Whether it has another number than it was told, and that was before {@code beforeMillis}. */
    boolean owesUpdate(int group, long beforeMillis) {
        Group it = groups.get(group);
        return it.members != it.toldMembers && it.toldMillis <= beforeMillis;
    }

    boolean owesUpdate(long nowMillis) {
        for (int group : open) {
            if (owesUpdate(group, nowMillis - 60_000)) {
                return true;
            }
        }
        return false;
    }
}
