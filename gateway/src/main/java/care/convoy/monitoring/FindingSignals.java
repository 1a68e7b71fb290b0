package care.convoy.monitoring;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Matter;
import care.convoy.ingest.Answer;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.Report;
import care.convoy.ingest.Secret;
import care.convoy.ingest.Stamp;
import care.convoy.ingest.Taken;
import care.convoy.vitals.Finding;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What rules found, on its way to the alert log: said in the device's name as an alarm is, and said again each {@value #AGAIN_MILLIS}
 * ms with the same key until it is durable. Of one device and matter one finding waits, the most urgent and of these the last, and
 * beside it that it is over.
 *
 * <p>On the monitor's thread, but for the answers. Bounded by {@value #MOST_WAITING}; full, a task gives way to an alert, and what finds
 * no room is dropped and counted: its rule says it again when its time has come.
 */
final class FindingSignals {
    static final int MOST_WAITING = 4_096;
    static final long AGAIN_MILLIS = 5_000;

    /** Far from what devices count to; a matter's place is added. */
    private static final long FIRST_SEQUENCE = 0xC000_0000L;

    private static final int URGENCIES = 8;
    private static final int FIRST_TASK = 4;
    /** Of what is over: less than any finding. */
    private static final int NONE = 6;

    private final BiFunction<Report, Answer, Taken> intake;
    private final Function<DeviceId, @Nullable RegisteredDevice> devices;
    private final EvidenceSeal seal;
    private final Map<About, Waiting> waiting = new LinkedHashMap<>();
    private final ConcurrentLinkedQueue<Runnable> answers = new ConcurrentLinkedQueue<>();
    private final LongAdder said = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    /** @param over whether what waits says that it is over */
    private record About(DeviceId device, Matter matter, boolean over) {}

    /** @param lastMillis when it was last said; negative if that failed at once */
    private record Waiting(Report report, int urgency, long lastMillis) {
        boolean isTask() {
            return urgency >= FIRST_TASK;
        }
    }

    /** @param devices null for an id that is no device's: an area */
    FindingSignals(
            BiFunction<Report, Answer, Taken> intake,
            Function<DeviceId, @Nullable RegisteredDevice> devices,
            EvidenceSeal seal) {
        this.intake = intake;
        this.devices = devices;
        this.seal = seal;
    }

    void found(Finding finding, long nowMillis) {
        Matter matter = matter(finding.kind());
        say(
                finding.device(),
                matter,
                new DeviceMessage.RuleFound(
                        matter, urgency(finding.priority()), seal.seal(finding.device(), finding.explanation())),
                nowMillis);
    }

    void over(DeviceId device, AlertKind kind, long nowMillis) {
        Matter matter = matter(kind);
        say(device, matter, new DeviceMessage.RuleCleared(matter), nowMillis);
    }

    /** Takes the answers that came, and says again what has none. */
    void turn(long nowMillis) {
        for (Runnable answer = answers.poll(); answer != null; answer = answers.poll()) {
            answer.run();
        }
        for (Map.Entry<About, Waiting> entry : List.copyOf(waiting.entrySet())) {
            if (nowMillis - entry.getValue().lastMillis() >= AGAIN_MILLIS) {
                send(entry.getKey(), entry.getValue(), nowMillis);
            }
        }
    }

    /** Findings that are in the log. */
    long said() {
        return said.sum();
    }

    /** Findings that found no room. */
    long dropped() {
        return dropped.sum();
    }

    int waiting() {
        return waiting.size();
    }

    private void say(DeviceId device, Matter matter, DeviceMessage.Alarm message, long nowMillis) {
        RegisteredDevice known = devices.apply(device);
        RegisteredDevice inWhoseName = known == null ? area(device) : known;
        int urgency = message instanceof DeviceMessage.RuleFound found ? found.urgency() : NONE;
        About about = new About(device, matter, urgency == NONE);
        Waiting unsaid = waiting.get(about);
        if (unsaid != null && unsaid.urgency() < urgency) {
            // what is more urgent is not yet in the log: it must not give way to a lesser word about the same
            return;
        }
        waiting.remove(about);
        if (waiting.size() >= MOST_WAITING && (urgency >= FIRST_TASK || !makeRoom())) {
            dropped.increment();
            return;
        }
        // the key is of the device, the matter, the urgency and the millisecond
        Stamp stamp = new Stamp(Stamp.NONE, FIRST_SEQUENCE + (long) place(matter) * URGENCIES + urgency, nowMillis);
        Waiting one = new Waiting(Report.whole(inWhoseName, stamp, message, nowMillis), urgency, nowMillis);
        waiting.put(about, one);
        send(about, one, nowMillis);
    }

    private boolean makeRoom() {
        for (Iterator<Waiting> each = waiting.values().iterator(); each.hasNext(); ) {
            if (each.next().isTask()) {
                each.remove();
                dropped.increment();
                return true;
            }
        }
        return false;
    }

    private void send(About about, Waiting one, long nowMillis) {
        Taken taken = intake.apply(one.report(), new Heard(about, one.report()));
        switch (taken) {
            case WAIT_FOR_ANSWER, NO_ROOM ->
                waiting.replace(about, new Waiting(one.report(), one.urgency(), nowMillis));
            // the device was blocked meanwhile, and what it would say is not wanted
            case NOT_PERMITTED, QUEUED, SHED -> waiting.remove(about);
        }
    }

    /** What became of one; nothing to do if it was not made durable: it is said again. */
    private final class Heard implements Answer {
        private final About about;
        private final Report report;

        Heard(About about, Report report) {
            this.about = about;
            this.report = report;
        }

        @Override
        public Executor loop() {
            return answers::add;
        }

        @Override
        public void durable(Receipt receipt) {
            said.increment();
            Waiting now = waiting.get(about);
            if (now != null && now.report().equals(report)) {
                waiting.remove(about);
            }
        }

        @Override
        public void notDurable() {
            // turn() says it again
        }
    }

    /** Many devices at once have no one device to speak for them. */
    private static RegisteredDevice area(DeviceId name) {
        return new RegisteredDevice(name, RegisteredDevice.Protocol.NATIVE, Secret.copyOf(new byte[0]), "", List.of());
    }

    private static int urgency(Priority priority) {
        return switch (priority) {
            case P1 -> 1;
            case P2 -> 2;
            case P3 -> 3;
            case P4 -> 4;
            case P5 -> 5;
        };
    }

    private static Matter matter(AlertKind kind) {
        return switch (kind) {
            case VITALS -> Matter.VITALS;
            case SILENCE -> Matter.SILENCE;
            case INACTIVITY -> Matter.INACTIVITY;
            case FENCE -> Matter.FENCE;
            case FALL -> Matter.FALL;
            case REMOVED -> Matter.REMOVED;
            case LOW_BATTERY -> Matter.LOW_BATTERY;
            case MISSED_TEST -> Matter.MISSED_TEST;
            case SOS, SMOKE, CONTACT, VISIT, GENERAL, INFORMATION -> Matter.INFORMATION;
        };
    }

    /** A place of its own for each: the keys depend on it. */
    private static int place(Matter matter) {
        return switch (matter) {
            case VITALS -> 0;
            case SILENCE -> 1;
            case INACTIVITY -> 2;
            case FENCE -> 3;
            case FALL -> 4;
            case REMOVED -> 5;
            case LOW_BATTERY -> 6;
            case MISSED_TEST -> 7;
            case INFORMATION -> 8;
        };
    }
}
