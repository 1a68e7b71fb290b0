package care.convoy.ingest;

import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.CommandCodec;
import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationPlan;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/** The real {@link Intake} on a time that only passes when somebody lets it. One thread. */
public final class VirtualIntake {
    private VirtualIntake() {}

    /** Time as a simulation has it. */
    public interface Time {
        long nowMillis();

        void in(long millis, Runnable task);
    }

    public static Intake on(Time time, IntakeConfig config, AlertLog log, Function<ResidentId, EscalationPlan> plans) {
        Intake.Sources sources =
                new Intake.Sources(new TelemetryLane(1), plans, command -> CommandCodec.encode(command).length);
        return new Intake(config, log, sources, new VirtualTimer(time));
    }

    private static final class VirtualTimer implements RetryTimer {
        private final Time time;
        private boolean closed;

        VirtualTimer(Time time) {
            this.time = time;
        }

        @Override
        public long nanos() {
            return time.nowMillis() * 1_000_000;
        }

        @Override
        public void later(Runnable task, long millis) {
            if (closed) {
                throw new RejectedExecutionException();
            }
            time.in(millis, () -> {
                if (!closed) {
                    task.run();
                }
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
