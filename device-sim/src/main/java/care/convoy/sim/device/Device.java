package care.convoy.sim.device;

import care.convoy.firmware.Upward;
import care.convoy.sim.wearer.Wearer;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One simulated device, whatever it speaks. {@link #id}, {@link #residentId}, {@link #wearer}, {@link #thread} and
 * {@link #isOnline} are safe on any thread; all else is called on {@link #thread}.
 */
public interface Device {

    /** The provisioned id. */
    String id();

    /** Who wears it. */
    String residentId();

    /** What its sensors measure. */
    Wearer wearer();

    /** The one thread that this device belongs to. */
    ScheduledExecutorService thread();

    /** Whether it is logged in. */
    boolean isOnline();

    /** Connects, and from then on connects again by itself until {@link #close}. */
    void connect();

    /**
     * Sends an ordinary message once, if there is a session and room; otherwise it is dropped and counted.
     *
     * @param dueNanos when it should have been sent, in {@link System#nanoTime} units: latency counts from here
     */
    void report(Upward message, long dueNanos);

    /**
     * Raises a confirmed message (a press, a fall, a state change) and repeats it until {@code received}.
     *
     * @param dueNanos when the wearer did it, in {@link System#nanoTime} units: latency and repeats count from here
     */
    MessageKey raise(Upward message, long dueNanos);

    /** Ends for good, with a farewell. Alarms that wait are given up: this is the end of the simulation, not of a device. */
    void close();
}
