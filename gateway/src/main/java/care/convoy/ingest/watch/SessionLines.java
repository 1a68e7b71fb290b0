package care.convoy.ingest.watch;

import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.watch.DownFrame.Address;
import care.convoy.ingest.watch.WatchCounters.Count;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices that one connection carries, at most {@link #MAX_IDS}; of more the one silent for longest is forgotten until it
 * speaks again. Confined to the connection's loop.
 */
final class SessionLines {
    static final int MAX_IDS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(SessionLines.class);

    private final WatchSession session;
    private final WatchParts parts;
    private final LinkedHashMap<DeviceId, WatchLine> quietestFirst = new LinkedHashMap<>(4, 0.75f, true);

    SessionLines(WatchSession session, WatchParts parts) {
        this.session = session;
        this.parts = parts;
    }

    /** A provisioned device spoke. @param address how it names itself */
    WatchLine heard(DeviceId device, Address address, long nowNanos, long nowMillis) {
        WatchLine line = quietestFirst.get(device);
        if (line == null) {
            line = new WatchLine(session, device, address);
            quietestFirst.put(device, line);
            parts.counters().login();
            parts.latest().connected(device, nowMillis, session.address(), "");
            forgetTheQuietest();
        }
        line.names(address);
        IdLines.Crowd crowd = parts.ids().heard(line, nowNanos);
        if (crowd.usedTwice()) {
            usedTwice(line, nowMillis);
        }
        WatchLine gone = crowd.gone();
        if (gone != null) {
            parts.watches().add(Count.CROWDED_OUT);
            gone.crowdedOut();
        }
        return line;
    }

    /** Others took the line's place. @return whether nothing is left that this connection carries */
    boolean forget(WatchLine line) {
        quietestFirst.remove(line.device(), line);
        parts.ids().leave(line);
        return quietestFirst.isEmpty();
    }

    private void forgetTheQuietest() {
        if (quietestFirst.size() > MAX_IDS) {
            Map.Entry<DeviceId, WatchLine> quietest = quietestFirst.firstEntry();
            quietestFirst.remove(quietest.getKey());
            parts.ids().leave(quietest.getValue());
            parts.watches().add(Count.IDS_DROPPED);
        }
    }

    private void usedTwice(WatchLine line, long nowMillis) {
        parts.watches().add(Count.USED_TWICE);
        parts.quarantine().usedTwice(Protocol.WATCH, line.device().value(), session.address(), nowMillis);
        if (parts.lines().allows()) {
            LOG.warn("watch id used twice: device={} address={}", line.device(), session.address());
        }
    }

    /** Whether one of the devices is served. */
    boolean anyServed() {
        return quietestFirst.keySet().stream()
                .map(parts.services().registry()::find)
                .anyMatch(device -> device != null && device.isServed());
    }

    /** The connection has ended. */
    void leave() {
        quietestFirst.values().forEach(parts.ids()::leave);
        quietestFirst.clear();
    }
}
