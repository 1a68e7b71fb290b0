package care.convoy.alert;

import care.convoy.device.DeviceId;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Open tasks (P4, P5), one per device and kind; a full list refuses new ones. */
final class Tasks {
    private record Key(DeviceId device, AlertKind kind) {}

    private final int limit;
    private final TreeMap<Key, Task> open =
            new TreeMap<>(Comparator.comparing(Key::device).thenComparing(Key::kind));

    Tasks(CoreLimits limits, List<Task> tasks) {
        limit = limits.tasks();
        tasks.forEach(task -> open.put(new Key(task.device(), task.kind()), task));
    }

    /** Opens the task, or counts that its cause was reported once more. @return null if the list is full */
    @Nullable
    Task report(Task reported) {
        Key key = new Key(reported.device(), reported.kind());
        Task former = open.get(key);
        if (former == null && open.size() >= limit) {
            return null;
        }
        Task task = former == null ? reported : confirmed(former, reported);
        open.put(key, task);
        return task;
    }

    /** Whether there was such a task; it is no more. */
    boolean cure(DeviceId device, AlertKind kind) {
        return open.remove(new Key(device, kind)) != null;
    }

    List<Task> all() {
        return List.copyOf(open.values());
    }

    private static Task confirmed(Task former, Task reported) {
        return new Task(
                former.device(),
                former.kind(),
                reported.resident(),
                former.priority().or(reported.priority()),
                reported.status(),
                former.openedAtMillis(),
                reported.lastAtMillis(),
                former.times() == Integer.MAX_VALUE ? former.times() : former.times() + 1,
                reported.evidence() == null ? former.evidence() : reported.evidence());
    }
}
