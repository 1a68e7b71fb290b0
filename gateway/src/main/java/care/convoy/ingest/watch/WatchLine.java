package care.convoy.ingest.watch;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.watch.DownFrame.Address;
import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * One device on one connection. Confined to the connection's loop, but for {@link #deliver} and what {@link IdLines} keeps
 * here under its own lock.
 */
final class WatchLine implements DeviceSession {
    /** The index of a command to a device that counts its messages. */
    private static final String COMMAND_INDEX = "0001";

    private static final int MOST_OUTSTANDING = 32;

    /** A word that was sent. */
    private record Outstanding(DownWord word, long commandId) {}

    private final WatchSession session;
    private final DeviceId device;
    /** Words whose echo is awaited, oldest first; of too many the oldest is forgotten. */
    private final ArrayDeque<Outstanding> outstanding = new ArrayDeque<>(2);

    private Address address;
    private int waiting;

    private long heardNanos;
    private boolean noted;
    private long notedNanos;

    WatchLine(WatchSession session, DeviceId device, Address address) {
        this.session = session;
        this.device = device;
        this.address = address;
    }

    DeviceId device() {
        return device;
    }

    /** The device named itself like this last. */
    void names(Address as) {
        address = as;
    }

    /** How a command is addressed. @param asSg whether a {@code 3G} is called {@code SG} */
    Address command(boolean asSg) {
        String vendor = asSg && address.vendor().equals("3G") ? "SG" : address.vendor();
        return new Address(vendor, address.id(), address.index() == null ? null : COMMAND_INDEX);
    }

    /** A word went out; its echo says that the watch has it. */
    void sent(DownWord command, long commandId) {
        Outstanding one = new Outstanding(command, commandId);
        if (outstanding.contains(one)) {
            return;
        }
        if (outstanding.size() == MOST_OUTSTANDING) {
            outstanding.removeFirst();
        }
        outstanding.add(one);
    }

    /**
     * What an echo says.
     *
     * @param awaited whether that word was sent
     * @param whole whether it was the last word of its command that was awaited
     */
    record Echo(boolean awaited, boolean whole, long commandId) {}

    /** The device repeats the word of a command. */
    Echo echoed(DownWord command) {
        for (Iterator<Outstanding> all = outstanding.iterator(); all.hasNext(); ) {
            Outstanding first = all.next();
            if (first.word() == command) {
                all.remove();
                boolean more = outstanding.stream().anyMatch(other -> other.commandId() == first.commandId());
                return new Echo(true, !more, first.commandId());
            }
        }
        return new Echo(false, false, Downlink.NOBODY);
    }

    /** Alarms of this device that wait for the log. */
    int waiting() {
        return waiting;
    }

    void waits(int more) {
        waiting += more;
    }

    /** Guarded by {@link IdLines}. */
    long heardNanos() {
        return heardNanos;
    }

    void heardAt(long nowNanos) {
        heardNanos = nowNanos;
    }

    /** Whether it is time to say again that the id is used twice; then it counts as said. Guarded by {@link IdLines}. */
    boolean mayNote(long nowNanos, long everyNanos) {
        boolean may = !noted || nowNanos - notedNanos >= everyNanos;
        if (may) {
            noted = true;
            notedNanos = nowNanos;
        }
        return may;
    }

    @Override
    public void deliver(Downlink downlink) {
        session.deliver(this, downlink);
    }

    /** The protocol knows no login: the older connection may be the true one, so it is heard on. */
    @Override
    public void supersede() {
        // only downlinks go to the newer one, and the router sees to that
    }

    /** Too many connections speak in this device's name, and this one was silent for longest. From anywhere. */
    void crowdedOut() {
        session.crowdedOut(this);
    }

    /** A relay goes on for the others; each frame is judged anyway. */
    @Override
    public void dismiss() {
        session.dismiss();
    }
}
