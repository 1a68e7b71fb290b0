package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Counts what one watch holds, by its fields: 12 bytes for an object's head, 16 for an array's, 4 for a reference, rounded up to 8.
 * The rule book, thresholds and the person's record are shared or belong to the record, and are not counted.
 */
class HealthWatchMemoryTest {
    @Test
    void aResidentStaysWithinItsBytes() {
        HealthWatch quiet = new HealthWatch(RuleBook.standard(), Profile.unknown());
        hear(quiet, 0, new Vitals(70, 97, -1, -1, 3300, TemperatureSite.SKIN, -1, 100));
        long band = bytes(quiet);
        HealthWatch full = new HealthWatch(RuleBook.standard(), Profile.unknown());
        for (int i = 0; i < 2_000; i++) {
            hear(full, i * 60_000L, new Vitals(140 - i % 7, 88, 85, 60, 3950, TemperatureSite.CORE, 27, i));
            full.hear(Observation.heard(new DeviceId("d" + i), 1_800_000_000_000L, new BandRemoved()));
        }
        System.out.println("bytes of a watch: wristband " + band + ", all vitals and all windows full " + bytes(full));
        assertThat(band).isBetween(500L, 3_072L);
        assertThat(bytes(full)).isBetween(band, 6_144L);
    }

    private static void hear(HealthWatch watch, long after, Vitals vitals) {
        watch.hear(Observation.heard(new DeviceId("band"), 1_800_000_000_000L + after, new VitalsMeasured(vitals)));
    }

    private static long bytes(Object root) {
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>();
        open.add(root);
        long bytes = 0;
        while (!open.isEmpty()) {
            Object each = open.pop();
            if (!isShared(each) && seen.add(each)) {
                bytes += own(each, open);
            }
        }
        return bytes;
    }

    private static boolean isShared(Object each) {
        return each instanceof RuleBook
                || each instanceof Profile
                || each instanceof Threshold
                || each instanceof Enum<?>
                || each instanceof Priority
                || each instanceof java.time.ZoneId;
    }

    private static long own(Object each, Deque<Object> open) {
        Class<?> type = each.getClass();
        if (type.isArray()) {
            int length = Array.getLength(each);
            if (!type.componentType().isPrimitive()) {
                push((Object[]) each, open);
            }
            return rounded(16 + (long) length * size(type.componentType()));
        }
        if (each instanceof String text) {
            return 24 + rounded(16 + text.length());
        }
        if (!type.getName().startsWith("care.convoy.")) {
            if (each instanceof java.util.List<?> list) {
                push(list.toArray(), open);
                return 24 + rounded(16 + 4L * Math.max(10, list.size()));
            }
            throw new AssertionError("not counted: " + type);
        }
        long bytes = 12;
        for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                bytes += size(field.getType());
                if (!field.getType().isPrimitive()) {
                    field.setAccessible(true);
                    push(new Object[] {read(field, each)}, open);
                }
            }
        }
        return rounded(bytes);
    }

    private static Object read(Field field, Object owner) {
        try {
            return field.get(owner);
        } catch (IllegalAccessException closed) {
            throw new AssertionError(closed);
        }
    }

    private static void push(Object[] more, Deque<Object> open) {
        for (Object each : more) {
            if (each != null) {
                open.push(each);
            }
        }
    }

    private static int size(Class<?> type) {
        if (type == long.class || type == double.class) {
            return 8;
        }
        return type == boolean.class || type == byte.class ? 1 : type == short.class || type == char.class ? 2 : 4;
    }

    private static long rounded(long bytes) {
        return (bytes + 7) / 8 * 8;
    }
}
