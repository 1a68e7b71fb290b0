package care.convoy.ingest.mqtt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The shared subscriptions of the test tenant (MQTT 5.0 §4.8.2): of each group that matches one member gets a message, in turn,
 * one that is connected before one that is not. Thread-safe; bounded by the sessions and their subscriptions.
 */
final class SharedGroups {
    private final Map<String, ArrayDeque<Session>> members = new HashMap<>();

    /** Whose turn it is. @param filter with the group's name */
    record Turn(Session session, String filter) {}

    /** @param filter with the group's name */
    synchronized void join(String filter, Session session) {
        ArrayDeque<Session> group = members.computeIfAbsent(filter, _ -> new ArrayDeque<>(2));
        if (!group.contains(session)) {
            group.add(session);
        }
    }

    synchronized void leave(String filter, Session session) {
        ArrayDeque<Session> group = members.get(filter);
        if (group != null && group.remove(session) && group.isEmpty()) {
            members.remove(filter);
        }
    }

    /** The session has ended. */
    synchronized void leave(Session session) {
        members.values().removeIf(group -> group.remove(session) && group.isEmpty());
    }

    /** Who gets a message on that topic. */
    synchronized List<Turn> next(String topic) {
        List<Turn> turns = new ArrayList<>(0);
        for (Map.Entry<String, ArrayDeque<Session>> each : members.entrySet()) {
            if (TopicFilter.matches(TopicFilter.withoutGroup(each.getKey()), topic)) {
                turns.add(new Turn(next(each.getValue()), each.getKey()));
            }
        }
        return turns;
    }

    private static Session next(ArrayDeque<Session> group) {
        Session next = group.element();
        for (Session each : group) {
            if (each.connection() != null) {
                next = each;
                break;
            }
        }
        group.remove(next);
        group.add(next);
        return next;
    }
}
