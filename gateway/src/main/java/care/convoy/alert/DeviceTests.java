package care.convoy.alert;

import care.convoy.alert.CoreState.DeviceTest;
import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceId;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The devices on test: a new alert of one is held back, until it is clear that somebody means it. Bounded; each test ends
 * by itself, and what it held rings then, because nobody has said that it was only a test.
 */
final class DeviceTests {
    private final int limit;
    private final OpenAlerts alerts;
    private final TreeMap<DeviceId, DeviceTest> byDevice = new TreeMap<>();
    private final TreeSet<DeviceTest> byEnd =
            new TreeSet<>(Comparator.comparingLong(DeviceTest::untilMillis).thenComparing(DeviceTest::device));

    DeviceTests(CoreLimits limits, OpenAlerts alerts, List<DeviceTest> tests) {
        limit = limits.deviceTests();
        this.alerts = alerts;
        tests.forEach(this::put);
    }

    /** Until when a new alert of this signal is held back, or 0: somebody who presses twice means it. */
    long holdsUntilMillis(DeviceId device, Trigger trigger) {
        DeviceTest test = byDevice.get(device);
        return test == null || trigger.presses() >= 2 ? 0 : test.untilMillis();
    }

    Outcome answer(Command.OnDevice command, Turn turn) {
        return switch (command) {
            case Command.BeginTest begin -> begin(begin, turn);
            case Command.EndTest end -> end(end, turn);
        };
    }

    private Outcome begin(Command.BeginTest begin, Turn turn) {
        DeviceId device = begin.device();
        if (begin.forMillis() <= 0 || begin.forMillis() > Command.MAX_TEST_MILLIS) {
            return new Outcome.Refused(Reason.TOO_LONG, null, 0, 0);
        }
        if (!byDevice.containsKey(device) && byDevice.size() >= limit) {
            return new Outcome.Refused(Reason.FULL, null, 0, 0);
        }
        long until = turn.nowMillis() + begin.forMillis();
        remove(device);
        put(new DeviceTest(device, begin.id().actor(), until));
        turn.sink().accept(new Event.DeviceOnTest(device, begin.id().actor(), until), null);
        for (OpenAlert held : alerts.heldOn(device)) {
            held.holdOnTest(until, turn);
            alerts.settle(held, turn);
        }
        return new Outcome.Done(null, 0, false);
    }

    private Outcome end(Command.EndTest end, Turn turn) {
        if (!remove(end.device())) {
            return new Outcome.Done(null, 0, true);
        }
        over(end.device(), end.id().actor(), Event.TestOver.Why.ENDED, turn);
        return new Outcome.Done(null, 0, false);
    }

    /** Ends the test whose time runs out next. */
    void fireNext(Turn turn) {
        DeviceId device = byEnd.first().device();
        remove(device);
        over(device, null, Event.TestOver.Why.EXPIRED, turn);
    }

    private void over(DeviceId device, @Nullable OperatorId operator, Event.TestOver.Why why, Turn turn) {
        turn.sink().accept(new Event.DeviceTestOver(device, operator), null);
        for (OpenAlert held : alerts.heldOn(device)) {
            held.ring(why, turn);
            alerts.settle(held, turn);
        }
    }

    /** When the next test runs out, or {@code Long.MAX_VALUE}. */
    long nextDeadlineMillis() {
        return byEnd.isEmpty() ? Long.MAX_VALUE : byEnd.first().untilMillis();
    }

    /** By device. */
    List<DeviceTest> export() {
        return List.copyOf(byDevice.values());
    }

    private void put(DeviceTest test) {
        byDevice.put(test.device(), test);
        byEnd.add(test);
    }

    private boolean remove(DeviceId device) {
        DeviceTest former = byDevice.remove(device);
        return former != null && byEnd.remove(former);
    }
}
