package care.convoy.ingest;

import care.convoy.device.DeviceId;
import java.util.concurrent.ConcurrentHashMap;

/** Finds a device's connection; the newest wins. Thread-safe; holds at most one session per provisioned device. */
public final class DownlinkRouter {
    private final ConcurrentHashMap<DeviceId, DeviceSession> sessions = new ConcurrentHashMap<>();

    /** The device has logged in here; an older session is superseded. */
    public void register(DeviceId device, DeviceSession session) {
        DeviceSession older = sessions.put(device, session);
        if (older != null && !older.equals(session)) {
            older.supersede();
        }
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
        session.deliver(downlink);
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
