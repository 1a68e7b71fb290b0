package care.convoy.sim.demo;

import care.convoy.sim.device.Device;
import care.convoy.sim.fleet.FleetDevice;
import care.convoy.sim.ledger.PressBook;
import care.convoy.sim.load.Drive;
import care.convoy.sim.load.Fleet;
import care.convoy.sim.load.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Heartbeats, vitals and places all day, and every two minutes or so somebody presses, falls, or takes the band off. Connects
 * again for ever. The main thread waits in {@link #runUntilStopped}.
 */
public final class DemoFleet {
    private static final double SECONDS_BETWEEN_REPORTS = 20;
    private static final double CONNECTS_PER_SECOND = 40;
    private static final int FIRST_INCIDENT_SECONDS = 20;
    private static final int SHORTEST_PAUSE_SECONDS = 90;
    private static final int LONGEST_PAUSE_SECONDS = 150;

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final SplittableRandom chance;
    private final Incidents incidents;
    private final long seed;

    public DemoFleet(long seed) {
        this.seed = seed;
        this.chance = new SplittableRandom(seed);
        this.incidents = new Incidents(seed);
    }

    /** Ends it; safe on any thread. */
    public void stop() {
        stopped.countDown();
    }

    /** Plays until {@link #stop}. */
    public void runUntilStopped(List<FleetDevice> identities, Fleet.Network network) throws InterruptedException {
        Tally tally = new Tally(new PressBook(), null, null);
        try (Fleet fleet = Fleet.of(identities, network, tally, seed)) {
            fleet.connect(CONNECTS_PER_SECOND);
            Drive drive = new Drive(fleet);
            drive.reports(fleet.size() / SECONDS_BETWEEN_REPORTS);
            long pause = FIRST_INCIDENT_SECONDS;
            while (!stopped.await(pause, TimeUnit.SECONDS)) {
                incident(fleet);
                pause = chance.nextLong(SHORTEST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS + 1L);
            }
            drive.stop();
        }
    }

    private void incident(Fleet fleet) {
        List<Device> online = new ArrayList<>();
        fleet.groups()
                .forEach(group ->
                        group.devices().stream().filter(Device::isOnline).forEach(online::add));
        if (!online.isEmpty()) {
            Device device = online.get(chance.nextInt(online.size()));
            device.thread().execute(() -> incidents.befall(device));
        }
    }
}
