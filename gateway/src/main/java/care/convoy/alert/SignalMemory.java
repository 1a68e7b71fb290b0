package care.convoy.alert;

import care.convoy.alert.CoreState.KnownSignal;
import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which signals were heard within the last 24 hours, or belong to an open alert, so that a repeat is known as a repeat.
 *
 * <p>Bounded per device and in total; the oldest is forgotten first. A repeat of a forgotten signal counts as a new press,
 * which joins the open alert: too much attention, never too little.
 */
final class SignalMemory {
    static final long KEPT_MILLIS = 24 * 3_600_000L;

    private final int limit;
    private final int limitPerDevice;
    private final LinkedHashMap<SignalKey, KnownSignal> oldestFirst = new LinkedHashMap<>();
    private final Map<DeviceId, Deque<SignalKey>> byDevice = new HashMap<>();

    SignalMemory(CoreLimits limits, List<KnownSignal> oldestFirst) {
        limit = limits.knownSignals();
        limitPerDevice = limits.knownSignalsPerDevice();
        oldestFirst.forEach(this::remember);
    }

    @Nullable
    KnownSignal find(SignalKey key) {
        return oldestFirst.get(key);
    }

    void remember(KnownSignal signal) {
        forget(signal.key());
        DeviceId device = signal.key().device();
        Deque<SignalKey> ofDevice = byDevice.get(device);
        if (ofDevice != null && ofDevice.size() >= limitPerDevice) {
            forget(ofDevice.getFirst());
        }
        if (oldestFirst.size() >= limit) {
            forget(oldestFirst.firstEntry().getKey());
        }
        oldestFirst.put(signal.key(), signal);
        byDevice.computeIfAbsent(device, key -> new ArrayDeque<>(2)).addLast(signal.key());
    }

    /** Forgets what is older than 24 hours, but nothing of an open alert: a clock that leaps must not double a press. */
    void expire(long nowMillis, Predicate<AlertId> isOpen) {
        while (!oldestFirst.isEmpty()) {
            KnownSignal oldest = oldestFirst.firstEntry().getValue();
            if (oldest.heardAtMillis() + KEPT_MILLIS > nowMillis) {
                return;
            }
            forget(oldest.key());
            if (oldest.alert() != null && isOpen.test(oldest.alert())) {
                remember(new KnownSignal(oldest.key(), oldest.type(), nowMillis, oldest.alert(), oldest.opened()));
            }
        }
    }

    List<KnownSignal> export() {
        return List.copyOf(oldestFirst.values());
    }

    private void forget(SignalKey key) {
        if (oldestFirst.remove(key) == null) {
            return;
        }
        Deque<SignalKey> ofDevice = byDevice.get(key.device());
        if (ofDevice == null || !ofDevice.remove(key)) {
            throw new IllegalStateException("signal memory: " + key + " is not listed under its device");
        }
        if (ofDevice.isEmpty()) {
            byDevice.remove(key.device());
        }
    }
}
