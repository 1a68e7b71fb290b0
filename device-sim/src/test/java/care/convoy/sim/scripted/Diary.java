package care.convoy.sim.scripted;

import care.convoy.sim.device.Alarm;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.DeviceEvents;
import care.convoy.sim.device.MessageKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Remembers what devices told, and lets a test wait for it. Thread-safe. */
public final class Diary implements DeviceEvents {
    private static final long PATIENCE_MILLIS = 30_000;

    /** One line: what happened, about which message, and the rest in words. */
    public record Entry(String what, String device, String key, String detail) {}

    private final List<Entry> entries = new ArrayList<>();

    private synchronized void note(String what, Device device, Object key, String detail) {
        entries.add(new Entry(what, device.id(), key.toString(), detail));
        notifyAll();
    }

    /** Everything, in order. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    public synchronized List<Entry> all(String what) {
        return entries.stream().filter(entry -> entry.what().equals(what)).toList();
    }

    /** Waits until an entry of this kind is there. */
    public Entry await(String what) {
        return await(what, 1).getFirst();
    }

    /** Waits until so many entries of this kind are there. */
    public List<Entry> await(String what, int count) {
        awaitThat(entries -> all(what).size() >= count, count + " x " + what);
        return all(what);
    }

    /** Waits until an entry of this kind is there for this device. */
    public void awaitOf(String deviceId, String what) {
        awaitThat(
                entries -> entries.stream()
                        .anyMatch(entry ->
                                entry.what().equals(what) && entry.device().equals(deviceId)),
                what + " of " + deviceId);
    }

    private synchronized void awaitThat(Predicate<List<Entry>> condition, String said) {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.test(entries)) {
            long left = deadline - System.currentTimeMillis();
            if (left <= 0) {
                throw new AssertionError("never happened: " + said + "; what did: " + entries);
            }
            try {
                wait(left);
            } catch (InterruptedException stopped) {
                throw new AssertionError(stopped);
            }
        }
    }

    @Override
    public void online(Device device) {
        note("online", device, "", "");
    }

    @Override
    public void offline(Device device, String reason) {
        note("offline", device, "", reason);
    }

    @Override
    public void reportSent(Device device, long dueNanos) {
        note("reportSent", device, "", "");
    }

    @Override
    public void reportRepeated(Device device) {
        note("reportRepeated", device, "", "");
    }

    @Override
    public void reportAnswered(Device device, long dueNanos, long nowNanos) {
        note("reportAnswered", device, "", String.valueOf(nowNanos - dueNanos));
    }

    @Override
    public void reportsDropped(Device device, Drop why, int count) {
        note("reportsDropped", device, "", why + " " + count);
    }

    @Override
    public void raised(Device device, Alarm alarm) {
        note("raised", device, alarm.key(), alarm.message().toString());
    }

    @Override
    public void sent(Device device, Alarm alarm, boolean repeat) {
        note("sent", device, alarm.key(), repeat ? "repeat" : "first");
    }

    @Override
    public void renumbered(Device device, MessageKey former, Alarm alarm) {
        note("renumbered", device, alarm.key(), former.toString());
    }

    @Override
    public void received(Device device, Alarm alarm, Receipt receipt, long nowNanos) {
        note("received", device, alarm.key(), receipt.alertId() + (receipt.local() ? " LOCAL" : ""));
    }

    @Override
    public void ownCall(Device device, Alarm alarm) {
        note("ownCall", device, alarm.key(), "");
    }

    @Override
    public void oddity(Device device, String what) {
        note("oddity", device, "", what);
    }
}
