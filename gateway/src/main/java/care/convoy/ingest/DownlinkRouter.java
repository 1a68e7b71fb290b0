package care.convoy.ingest;

import care.convoy.device.DeviceId;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds a device's connection; the newest wins. A bridge over which a device was heard does not take the place of a connection
 * of its own: it serves while there is none. Thread-safe; holds at most one session of each of the two per provisioned device.
 */
public final class DownlinkRouter {
    private final ConcurrentHashMap<DeviceId, DeviceSession> sessions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<DeviceId, DeviceSession> bridged = new ConcurrentHashMap<>();
    private volatile @Nullable Hearer hearer;

    /** Hears of devices that can be told something, and of what became of it. On any thread, also under locks: returns at once. */
    public interface Hearer {
        /** The device has come, or can hear more than before. */
        void reachable(DeviceId device);

        /** What became of the downlink with this {@link Downlink#commandId}; the device answers for its own ones only. */
        void told(DeviceId device, long commandId, Fate fate);
    }

    /** From now on this one hears; set once, before devices come. */
    public void hear(Hearer listener) {
        hearer = listener;
    }

    /** The device has logged in here; an older session is superseded. */
    public void register(DeviceId device, DeviceSession session) {
        DeviceSession older = sessions.put(device, session);
        if (older != null && !older.equals(session)) {
            older.supersede();
        }
        reachable(device);
    }

    /**
     * The device has spoken through a bridge; called at each of its messages. Nobody is superseded: a connection of the
     * device's own goes first while it lives.
     */
    public void heardOver(DeviceId device, DeviceSession bridge) {
        DeviceSession before = bridged.put(device, bridge);
        if (before == null || (!before.equals(bridge) && !before.isReachable())) {
            reachable(device);
        }
    }

    /** The device is not heard over that bridge any more, or must not be. */
    public void forget(DeviceId device, DeviceSession bridge) {
        bridged.remove(device, bridge);
    }

    private @Nullable DeviceSession session(DeviceId device) {
        DeviceSession own = sessions.get(device);
        DeviceSession bridge = bridged.get(device);
        return bridge == null || (own != null && own.isConnected()) ? own : bridge;
    }

    /** The device can be told something from now on. */
    public void reachable(DeviceId device) {
        Hearer hears = hearer;
        if (hears != null && isReachable(device)) {
            hears.reachable(device);
        }
    }

    /** What became of a downlink. */
    public void told(DeviceId device, long commandId, Fate fate) {
        Hearer hears = hearer;
        if (hears != null && commandId != Downlink.NOBODY) {
            hears.told(device, commandId, fate);
        }
    }

    /** Whether the device is connected here and listens. */
    public boolean isReachable(DeviceId device) {
        DeviceSession session = session(device);
        return session != null && session.isReachable();
    }

    /** The connection has ended; does nothing if a newer one has taken its place. */
    public void unregister(DeviceId device, DeviceSession session) {
        if (sessions.remove(device, session) && bridged.containsKey(device)) {
            reachable(device);
        }
    }

    /** Sends to the device if it is connected here; says whether it is. */
    public boolean send(DeviceId device, Downlink downlink) {
        DeviceSession session = session(device);
        if (session == null) {
            return false;
        }
        if (isAbleTo(downlink, session, device)) {
            session.deliver(downlink);
        }
        return true;
    }

    /** The same of something that must not be told later than that. */
    public boolean send(DeviceId device, Downlink downlink, long validMillis) {
        DeviceSession session = session(device);
        if (session == null) {
            return false;
        }
        if (isAbleTo(downlink, session, device)) {
            session.deliver(downlink, validMillis);
        }
        return true;
    }

    /** Most protocols have no call that the wearer hears; what listens in unheard is never used in its place. */
    private boolean isAbleTo(Downlink downlink, DeviceSession session, DeviceId device) {
        if (downlink instanceof Downlink.CallBack && !session.callsBack()) {
            told(device, downlink.commandId(), Fate.UNSUPPORTED);
            return false;
        }
        return true;
    }

    /** Ends the device's connection, if it has one here; it may log in anew. */
    public void dismiss(DeviceId device) {
        DeviceSession session = sessions.get(device);
        if (session != null) {
            session.dismiss();
        }
        DeviceSession bridge = bridged.get(device);
        if (bridge != null) {
            bridge.dismiss();
        }
    }

    /** Whether the device is connected here now, by itself. */
    public boolean isConnected(DeviceId device) {
        DeviceSession session = sessions.get(device);
        return session != null && session.isConnected();
    }

    /** Devices connected now, by themselves. */
    public int size() {
        return sessions.size();
    }
}
