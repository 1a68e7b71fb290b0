package care.convoy.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.firmware.MessageType;
import care.convoy.firmware.Upward;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.MessageKey;
import care.convoy.sim.wearer.Wearer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncidentsTest {
    private static final int MANY = 400;

    private final List<Upward> raised = new ArrayList<>();
    private final AtOnce thread = new AtOnce();
    private final Recorder device = new Recorder();

    @AfterEach
    void close() {
        thread.shutdownNow();
    }

    @Test
    void everyKindOfIncidentHappensAndWhatFollowsFollows() {
        Incidents incidents = new Incidents(7);
        for (int i = 0; i < MANY; i++) {
            incidents.befall(device);
        }

        assertThat(count(MessageType.SOS)).isBetween(MANY / 5L, MANY / 2L);
        assertThat(count(MessageType.FALL)).isBetween(MANY / 5L, MANY / 2L);
        assertThat(count(MessageType.LOW_BATTERY)).isPositive();
        assertThat(count(MessageType.WORN)).isPositive().isEqualTo(count(MessageType.REMOVED));
        assertThat(count(MessageType.CANCEL)).isPositive().isLessThan(count(MessageType.FALL));
    }

    @Test
    void aCancelNamesItsFall() {
        Incidents incidents = new Incidents(7);
        while (count(MessageType.CANCEL) == 0) {
            incidents.befall(device);
        }

        Upward.Cancel cancel = (Upward.Cancel) raised.getLast();
        assertThat(raised.get((int) cancel.ofSequence() - 1).type()).isEqualTo(MessageType.FALL);
    }

    private long count(MessageType type) {
        return raised.stream().filter(message -> message.type() == type).count();
    }

    /** Time does not pass: what is planned happens now. */
    private static final class AtOnce extends ScheduledThreadPoolExecutor {
        AtOnce() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            command.run();
            Callable<Void> nothing = () -> null;
            return super.schedule(nothing, 0, unit);
        }
    }

    private final class Recorder implements Device {
        private final Wearer wearer = new Wearer(1);

        @Override
        public String id() {
            return "d1";
        }

        @Override
        public String residentId() {
            return "r1";
        }

        @Override
        public Wearer wearer() {
            return wearer;
        }

        @Override
        public ScheduledExecutorService thread() {
            return thread;
        }

        @Override
        public boolean isOnline() {
            return true;
        }

        @Override
        public void connect() {}

        @Override
        public void report(Upward message, long dueNanos) {}

        @Override
        public MessageKey raise(Upward message, long dueNanos) {
            raised.add(message);
            return new MessageKey("d1", 9, raised.size());
        }

        @Override
        public void close() {}
    }
}
