package care.convoy.alert;

import care.convoy.device.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All open alerts, by id, by whose they are, by deadline and, while they are held on test, by device; in the order in which
 * they were opened.
 */
final class OpenAlerts {
    private final int limit;
    private final LinkedHashMap<AlertId, OpenAlert> byId = new LinkedHashMap<>();
    private final Map<Subject, OpenAlert> bySubject = new HashMap<>();
    private final Map<DeviceId, Set<OpenAlert>> onTest = new HashMap<>();
    private final Deadlines deadlines = new Deadlines();

    /** Whose form was not made since they changed, longest waiting first. */
    private final LinkedHashSet<OpenAlert> unformed = new LinkedHashSet<>();

    OpenAlerts(CoreLimits limits, List<CoreState.Open> open) {
        limit = limits.openAlerts();
        for (CoreState.Open state : open) {
            OpenAlert alert = new OpenAlert(state, limits);
            index(alert);
            changed(alert);
        }
    }

    /** Whether there is room for one more; the last tenth is for P1. */
    boolean hasRoomFor(Priority priority) {
        return byId.size() < (priority == Priority.P1 ? limit : limit - limit / 10);
    }

    void add(OpenAlert alert) {
        index(alert);
    }

    void remove(OpenAlert alert) {
        byId.remove(alert.id());
        bySubject.remove(alert.origin().subject());
        deadlines.remove(alert.id());
        releaseFromTest(alert);
        unformed.remove(alert);
    }

    @Nullable
    OpenAlert find(AlertId id) {
        return byId.get(id);
    }

    @Nullable
    OpenAlert of(Subject subject) {
        return bySubject.get(subject);
    }

    /** After each change of an alert: does what is due at once and notes its next deadline. */
    void settle(OpenAlert alert, Turn turn) {
        alert.settle(turn);
        changed(alert);
    }

    /** Does what falls due at the next deadline, one thing. */
    void fireNext(Turn turn) {
        OpenAlert alert = byId.get(deadlines.nextAlert());
        if (alert == null) {
            throw new IllegalStateException("a deadline of no open alert: " + deadlines.nextAlert());
        }
        alert.fire(turn);
        changed(alert);
    }

    /** The alerts that this device's test holds back, in the order in which they were opened. */
    List<OpenAlert> heldOn(DeviceId device) {
        return List.copyOf(onTest.getOrDefault(device, Set.of()));
    }

    long nextDeadlineMillis() {
        return deadlines.nextMillis();
    }

    int size() {
        return byId.size();
    }

    Collection<AlertView> views() {
        List<AlertView> views = new ArrayList<>(byId.size());
        byId.values().forEach(alert -> views.add(alert.view()));
        return List.copyOf(views);
    }

    /** One part of so many, told by the ids alone. */
    List<CoreState.Open> export(int part, int parts) {
        List<CoreState.Open> states = new ArrayList<>(byId.size() / parts);
        for (OpenAlert alert : byId.values()) {
            if (Math.floorMod(alert.id().value().getLeastSignificantBits(), parts) == part) {
                states.add(alert.export());
            }
        }
        return states;
    }

    /** Makes the forms of so many alerts that changed. @return how many were made */
    int prepareForms(Function<CoreState.Open, byte[]> encoding, int most) {
        int made = 0;
        while (made < most && !unformed.isEmpty()) {
            unformed.removeFirst().form(encoding);
            made++;
        }
        return made;
    }

    void forms(Function<CoreState.Open, byte[]> encoding, Consumer<byte[]> each) {
        byId.values().forEach(alert -> each.accept(alert.form(encoding)));
        unformed.clear();
    }

    private void changed(OpenAlert alert) {
        alert.outdateForm();
        unformed.add(alert);
        deadlines.set(alert.id(), alert.nextDeadlineMillis());
        if (alert.standing().isIn(AlertState.ON_TEST)) {
            onTest.computeIfAbsent(alert.origin().device(), device -> new LinkedHashSet<>(2))
                    .add(alert);
        } else {
            releaseFromTest(alert);
        }
    }

    private void releaseFromTest(OpenAlert alert) {
        Set<OpenAlert> held = onTest.get(alert.origin().device());
        if (held != null && held.remove(alert) && held.isEmpty()) {
            onTest.remove(alert.origin().device());
        }
    }

    private void index(OpenAlert alert) {
        if (byId.put(alert.id(), alert) != null || bySubject.put(alert.origin().subject(), alert) != null) {
            throw new IllegalStateException("an alert is open already: " + alert.id());
        }
    }
}
