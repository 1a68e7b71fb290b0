package care.convoy.sim.load;

import care.convoy.firmware.Upward;
import care.convoy.sim.device.Device;
import care.convoy.sim.load.Fleet.Group;
import care.convoy.sim.load.OpenLoop.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Drives a fleet by open loops, one for each thread and kind of message. Devices take their turns, so that each sends at its
 * share of the rate, and each presses once before any presses twice.
 */
public final class Drive {
    /** Of twenty reports. A wristband mostly says that it lives. */
    private static final int REPORT_CYCLE = 20;

    private static final int VITALS_OF_CYCLE = 4;
    private static final int LOCATIONS_OF_CYCLE = 2;
    private static final long WAKE_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Fleet fleet;
    private final List<OpenLoop> running = new ArrayList<>();

    public Drive(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Reports without end, from now on. */
    public void reports(double perSecond) {
        long start = System.nanoTime();
        for (Group group : fleet.groups()) {
            Pace pace = new Pace(start, share(perSecond, group), Long.MAX_VALUE, WAKE_EVERY_NANOS);
            running.add(OpenLoop.start(group.thread(), pace, (index, due) -> {
                Device device = device(group, index);
                device.report(report(device, index / group.devices().size() + index), due);
            }));
        }
    }

    /** Presses. @param count in all, or {@link Long#MAX_VALUE} */
    public void presses(double perSecond, long count) {
        long start = System.nanoTime();
        long before = 0;
        int devicesBefore = 0;
        for (Group group : fleet.groups()) {
            devicesBefore += group.devices().size();
            boolean endless = count == Long.MAX_VALUE;
            long upTo = endless ? 0 : count * devicesBefore / fleet.size();
            long ofGroup = endless ? Long.MAX_VALUE : upTo - before;
            before = upTo;
            Pace pace = new Pace(start, share(perSecond, group), ofGroup, 0);
            running.add(OpenLoop.start(group.thread(), pace, (index, due) -> {
                Device device = device(group, index);
                device.raise(device.wearer().press(), due);
            }));
        }
    }

    /** Fires nothing more. */
    public void stop() {
        running.forEach(OpenLoop::stop);
        running.clear();
    }

    /** @throws IllegalStateException if a loop broke off, for then the load is not what it claims to be */
    void requireRunning() {
        for (OpenLoop loop : running) {
            RuntimeException failure = loop.failure();
            if (failure != null) {
                throw new IllegalStateException("the load broke off: " + failure.getMessage(), failure);
            }
        }
    }

    private double share(double perSecond, Group group) {
        return perSecond * group.devices().size() / fleet.size();
    }

    private static Device device(Group group, long index) {
        return group.devices().get((int) (index % group.devices().size()));
    }

    private static Upward report(Device device, long turn) {
        int place = (int) (turn % REPORT_CYCLE);
        long now = System.currentTimeMillis();
        if (place < VITALS_OF_CYCLE) {
            return device.wearer().vitals(now);
        }
        return place < VITALS_OF_CYCLE + LOCATIONS_OF_CYCLE
                ? device.wearer().location()
                : device.wearer().heartbeat(now);
    }
}
