package care.convoy.ingest.connection;

import care.convoy.device.DeviceId;
import care.convoy.ingest.DeviceSession;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import care.convoy.ingest.IngestCounters.Ending;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is all there is of its device's session: known to the router while it is open, forgotten afterwards.
 * {@link #deliver} and {@link #supersede} may be called from anywhere.
 */
public abstract class DeviceConnection extends ClientConnection implements DeviceSession {
    private final ConnectionParts shared;
    private volatile @Nullable DeviceId device;

    /** @param protocol as log lines name it */
    protected DeviceConnection(String protocol, ConnectionParts shared, DeadlineWheel wheel) {
        super(protocol, shared, wheel);
        this.shared = shared;
    }

    /** Sends down, open. @return {@link Fate#DROPPED} if there is no room for it now */
    protected abstract Fate send(Downlink downlink);

    /** It has left; the last look at what it knew of its device. */
    protected void left() {
        // nothing to put down
    }

    /** The device has proved who it is. */
    protected final void opened(DeviceId id) {
        device = id;
        loggedIn(id.value());
        shared.services().router().register(id, this);
    }

    @Override
    protected final void parted(Ending why) {
        DeviceId known = device;
        if (known != null) {
            shared.services().router().unregister(known, this);
            left();
        }
    }

    @Override
    public final void deliver(Downlink downlink) {
        boolean queued = onLoop(() -> {
            Fate fate = isOpen() ? send(downlink) : Fate.DROPPED;
            if (fate == Fate.DROPPED) {
                dropped(downlink);
            } else {
                told(downlink, fate);
            }
        });
        if (!queued) {
            dropped(downlink);
        }
    }

    private void dropped(Downlink downlink) {
        shared.counters().downlinkDropped();
        told(downlink, Fate.DROPPED);
    }

    private void told(Downlink downlink, Fate fate) {
        DeviceId known = device;
        if (known != null) {
            shared.services().router().told(known, downlink.commandId(), fate);
        }
    }
}
