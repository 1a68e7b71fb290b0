package care.convoy.escalation;

import static care.convoy.escalation.StandardPlan.MAX_CONTACTS_PER_STEP;

import care.convoy.escalation.ConvoyMember.Capability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who is called together: ring by ring, the nearest that has anybody first; within a ring key-holders, then medical people,
 * then those who live near. A key-holder from further out is called with the first ring if that has none. Who finds no room
 * comes before the next ring, so that a convoy that was all put into one ring is called on to its end as well.
 */
final class CallGroups {
    private static final Comparator<ConvoyMember> FIRST_TO_CALL = Comparator.comparing(
                    (ConvoyMember member) -> !member.hasVoice())
            .thenComparingInt(CallGroups::usefulness)
            .thenComparing(ConvoyMember::contactId);

    private CallGroups() {}

    /** People who are called by one step. */
    record Group(int ring, List<String> contacts) {}

    /** @param most how many groups at most */
    static List<Group> of(List<ConvoyMember> members, int most) {
        List<Integer> rings =
                members.stream().map(ConvoyMember::ring).distinct().sorted().toList();
        List<ConvoyMember> waiting = new ArrayList<>();
        List<ConvoyMember> called = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            if (i < rings.size()) {
                addRing(waiting, members, rings.get(i));
            }
            waiting.removeAll(called);
            if (waiting.isEmpty()) {
                continue;
            }
            List<ConvoyMember> group =
                    waiting.stream().limit(MAX_CONTACTS_PER_STEP).toList();
            if (i == 0) {
                group = withKeyHolder(group, members);
            }
            called.addAll(group);
            groups.add(new Group(
                    rings.get(Math.min(i, rings.size() - 1)),
                    group.stream().map(ConvoyMember::contactId).toList()));
        }
        return groups;
    }

    private static void addRing(List<ConvoyMember> waiting, List<ConvoyMember> members, int ring) {
        members.stream()
                .filter(member -> member.ring() == ring)
                .sorted(FIRST_TO_CALL)
                .forEach(waiting::add);
    }

    private static List<ConvoyMember> withKeyHolder(List<ConvoyMember> first, List<ConvoyMember> members) {
        if (first.stream().anyMatch(CallGroups::opensDoor)) {
            return first;
        }
        List<ConvoyMember> group = new ArrayList<>(first);
        members.stream()
                .filter(CallGroups::opensDoor)
                .min(Comparator.comparingInt(ConvoyMember::ring).thenComparing(FIRST_TO_CALL))
                .ifPresent(keyHolder -> {
                    if (group.size() == MAX_CONTACTS_PER_STEP) {
                        group.removeLast();
                    }
                    group.add(keyHolder);
                });
        return group;
    }

    private static boolean opensDoor(ConvoyMember member) {
        return member.can(Capability.KEY) && member.hasVoice();
    }

    private static int usefulness(ConvoyMember member) {
        if (member.can(Capability.KEY)) {
            return 0;
        }
        if (member.can(Capability.MEDICAL)) {
            return 1;
        }
        return member.can(Capability.NEAR) ? 2 : 3;
    }
}
