package care.convoy.ingest.coap;

import care.convoy.device.DeviceId;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Rotation;
import care.convoy.ingest.Secret;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Which of its keys a device is expected to have, while two of them are good: a handshake tells the identity, the key has to
 * be chosen before anything shows which one the device uses. The one that was right last is expected again; one that was wrong
 * makes the other one expected. Before anything is known it is the former, until the present one was used. Thread-safe.
 */
final class KeyChoice {
    /** Devices of which a choice is remembered; of more the one longest there is forgotten, and begins anew. */
    static final int MAX_REMEMBERED = 10_000;

    private final LinkedHashMap<DeviceId, Secret> expected = new LinkedHashMap<>();

    /** The key to try in a handshake that begins now. */
    synchronized Secret of(RegisteredDevice device, long nowMillis) {
        List<Secret> good = device.secretsAt(nowMillis);
        Secret known = expected.get(device.id());
        if (known != null && good.contains(known)) {
            return known;
        }
        Rotation rotation = device.rotation();
        boolean presentWasUsed = rotation != null && rotation.usedMillis() != 0;
        return presentWasUsed ? good.getFirst() : good.getLast();
    }

    /** The device proved that it has this key. */
    synchronized void succeeded(RegisteredDevice device, Secret used, long nowMillis) {
        if (device.secretsAt(nowMillis).size() > 1) {
            expect(device.id(), used);
        } else {
            expected.remove(device.id());
        }
    }

    /** Whoever shook hands in the device's name had another key. Of several that began with the same key one counts. */
    synchronized void failed(RegisteredDevice device, Secret tried, long nowMillis) {
        List<Secret> good = device.secretsAt(nowMillis);
        if (good.size() > 1 && of(device, nowMillis).equals(tried)) {
            expect(device.id(), good.getFirst().equals(tried) ? good.getLast() : good.getFirst());
        }
    }

    private void expect(DeviceId device, Secret secret) {
        expected.put(device, secret);
        if (expected.size() > MAX_REMEMBERED) {
            expected.pollFirstEntry();
        }
    }

    /** Devices of which a choice is remembered now. */
    synchronized int remembered() {
        return expected.size();
    }
}
