package care.convoy.ingest;

import care.convoy.device.DeviceId;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds a device's connection; the newest wins. Thread-safe; holds at most one session per provisioned device. */
public final class DownlinkRouter {
    private final ConcurrentHashMap<DeviceId, DeviceSession> sessions = new ConcurrentHashMap<>();
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
        DeviceSession session = sessions.get(device);
        return session != null && session.isReachable();
    }

    /** The connection has ended; does nothing if a newer one has taken its place. */
    public void unregister(DeviceId device, DeviceSession session) {
        sessions.remove(device, session);
    }

    /** Sends to the device if it is connected here; says whether it is. */
    public boolean send(DeviceId device, Downlink downlink) {
        DeviceSession session = sessions.get(device);
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
        DeviceSession session = sessions.get(device);
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
    }

    /** Whether the device is connected here now. */
    public boolean isConnected(DeviceId device) {
        DeviceSession session = sessions.get(device);
        return session != null && session.isConnected();
    }

    /** Devices connected now. */
    public int size() {
        return sessions.size();
    }
}
