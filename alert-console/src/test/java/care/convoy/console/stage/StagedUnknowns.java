package care.convoy.console.stage;

import care.convoy.console.UnknownDevices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Unknown devices that call when a test says so. */
public final class StagedUnknowns implements UnknownDevices {
    private final List<Call> calls = new ArrayList<>();
    private final CopyOnWriteArrayList<Runnable> watchers = new CopyOnWriteArrayList<>();

    /** An unknown watch calls. */
    public void call(String id, String kind, Instant at) {
        synchronized (this) {
            calls.addFirst(new Call("watch", id, "192.0.2.7", kind, at, at, at, 1, null));
        }
        watchers.forEach(Runnable::run);
    }

    /** The id is registered for somebody there. */
    public void register(String id, String region, String name) {
        synchronized (this) {
            calls.replaceAll(call -> call.id().equals(id)
                    ? new Call(
                            call.protocol(),
                            id,
                            call.address(),
                            call.kind(),
                            call.openedAt(),
                            call.rangAt(),
                            call.lastAt(),
                            call.times(),
                            new Registered(region, name))
                    : call);
        }
    }

    @Override
    public synchronized Calls calls() {
        return new Calls(List.copyOf(calls), 0);
    }

    @Override
    public boolean dismiss(String protocol, String id, Instant openedAt, String by) {
        boolean done;
        synchronized (this) {
            done = calls.removeIf(
                    call -> call.id().equals(id) && call.openedAt().equals(openedAt));
        }
        watchers.forEach(Runnable::run);
        return done;
    }

    @Override
    public synchronized List<Quarantined> quarantine() {
        List<Quarantined> all = new ArrayList<>();
        calls.forEach(call -> all.add(new Quarantined(
                "unknown",
                "watch",
                call.id(),
                call.address(),
                call.openedAt(),
                call.lastAt(),
                1,
                call.kind(),
                "3G",
                1)));
        all.add(new Quarantined(
                "usedTwice", "watch", "D0010", "192.0.2.8", Instant.EPOCH, Instant.EPOCH, 2, "", "", 0));
        return all;
    }

    /** How many want to be told. */
    public int watchers() {
        return watchers.size();
    }

    @Override
    public AutoCloseable watch(Runnable changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }
}
