package care.convoy.monitoring;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.ingest.Telemetry;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What devices said, on its way to the rules. Many threads offer, none waits; one drains. Overload policy: what finds no room is
 * skipped by the rules and counted; it was stored and shown all the same.
 */
public final class HealthQueue implements Consumer<Telemetry> {
    /** At 20,000 messages a second, what comes in two and a half seconds. */
    public static final int CAPACITY = 50_000;

    private final ArrayBlockingQueue<Heard> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final LongAdder skipped = new LongAdder();
    private volatile boolean open;

    /**
     * One message.
     *
     * @param resident who wears the device; null if that is to be looked up
     * @param atMillis when it was so, epoch milliseconds
     */
    record Heard(
            DeviceId device,
            @Nullable ResidentId resident,
            long atMillis,
            long receivedAtMillis,
            DeviceMessage message) {}

    /** A message that is no alarm. */
    @Override
    public void accept(Telemetry telemetry) {
        offer(new Heard(
                telemetry.device(),
                telemetry.resident(),
                telemetry.atMillis(),
                telemetry.receivedAtMillis(),
                telemetry.message()));
    }

    /** An alarm that is in the log. What rules themselves have said is nothing that a device said. */
    public void accept(DeviceId device, long atMillis, DeviceMessage.Alarm alarm) {
        if (!(alarm instanceof DeviceMessage.RuleFound) && !(alarm instanceof DeviceMessage.RuleCleared)) {
            offer(new Heard(device, null, atMillis, atMillis, alarm));
        }
    }

    /** Messages that the rules never saw. */
    public long skipped() {
        return skipped.sum();
    }

    /** Messages waiting. */
    public int depth() {
        return queue.size();
    }

    /** Waits for the first message at most so long, then takes what is there. */
    void drain(List<Heard> into, int most, long waitMillis) throws InterruptedException {
        Heard first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            into.add(first);
            queue.drainTo(into, most - 1);
        }
    }

    /** Before this nobody listens, and what is offered is nobody's. */
    void open() {
        open = true;
    }

    private void offer(Heard heard) {
        if (open && !queue.offer(heard)) {
            skipped.increment();
        }
    }
}
