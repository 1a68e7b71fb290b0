package care.convoy.ingest.tcp;

import care.convoy.device.DeviceId;
import care.convoy.firmware.LastSeen;
import care.convoy.firmware.SequenceWindow;
import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a device between its sessions: the highest number, and which numbers were taken (PROTOCOL.md §8.4,
 * §9). Thread-safe. Of more than {@link #MAX_DEVICES} the longest absent is forgotten; a device that is not known logs in
 * all the same.
 */
final class SessionMemory {
    static final int MAX_DEVICES = 100_000;

    private final LinkedHashMap<DeviceId, Remembered> byDevice = new LinkedHashMap<>(16, 0.75f, true);
    private final int maxDevices;

    SessionMemory(int maxDevices) {
        this.maxDevices = maxDevices;
    }

    /** @param window the ended session's, handed over whole; null while a session has it */
    private record Remembered(LastSeen lastSeen, @Nullable SequenceWindow window) {}

    synchronized LastSeen lastSeen(DeviceId device) {
        Remembered remembered = byDevice.get(device);
        return remembered == null ? LastSeen.NOTHING : remembered.lastSeen();
    }

    /** A session begins; the window of the former one is continued if that has ended and had the same epoch. */
    synchronized SequenceWindow begin(DeviceId device, LastSeen seen, long deviceEpoch) {
        Remembered former = byDevice.put(device, new Remembered(seen, null));
        if (byDevice.size() > maxDevices) {
            Iterator<Remembered> longestAbsent = byDevice.values().iterator();
            longestAbsent.next();
            longestAbsent.remove();
        }
        SequenceWindow window = former == null ? null : former.window();
        return window != null && window.sessionEpoch() == deviceEpoch ? window : new SequenceWindow(deviceEpoch);
    }

    /** A session has ended and lets go of its window. */
    synchronized void end(DeviceId device, LastSeen seen, SequenceWindow window) {
        Remembered now = byDevice.get(device);
        boolean newer = now != null
                && (now.lastSeen().epoch() > seen.epoch()
                        || (now.lastSeen().epoch() == seen.epoch()
                                && now.lastSeen().sequence() > seen.sequence()));
        if (!newer) {
            byDevice.put(device, new Remembered(seen, window));
        }
    }
}
