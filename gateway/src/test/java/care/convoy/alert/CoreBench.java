package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Commands that the bare core applies, with others open beside them. {@code ./convoy bench core}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xmx2g"})
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CoreBench {
    private static final int LIFE = 4;
    private static final Disposition HELPED = new Disposition(
            Disposition.Cause.ASSISTANCE,
            Disposition.Outcome.CONTACT_ATTENDED,
            false,
            Disposition.Verification.VOICE,
            null);

    /** Alerts that are open all the time, each with a plan of about 1 KB. */
    @Param({"0", "100000"})
    public int open;

    private final EscalationPlan plan = plan(0);
    private final OperatorId operator = new OperatorId("operator");
    private final Sealed note = Sealed.copyOf(new byte[100]);
    private AlertCore core = new AlertCore(CoreLimits.standard());
    private EventSink sink = (event, after) -> {};
    private long nowMillis = 1_790_000_000_000L;
    private long device;
    private long command;
    private long sequence;

    /** Six steps with four contacts each, a minute apart. */
    public static EscalationPlan plan(long firstAfterMillis) {
        List<EscalationStep> steps = new ArrayList<>();
        for (int step = 0; step < 6; step++) {
            List<String> contacts = new ArrayList<>();
            for (int contact = 0; contact < 4; contact++) {
                contacts.add(new UUID(7, 10L * step + contact).toString());
            }
            steps.add(new EscalationStep(
                    firstAfterMillis + step * 60_000L,
                    Condition.UNCLAIMED,
                    Action.CALL,
                    1,
                    contacts,
                    List.of(ChannelKind.VOICE, ChannelKind.SMS)));
        }
        return new EscalationPlan("bench", steps, List.of(), List.of());
    }

    @Setup(Level.Trial)
    public void fill(Blackhole blackhole) {
        core = new AlertCore(CoreLimits.standard());
        sink = (event, after) -> {
            blackhole.consume(event);
            blackhole.consume(after);
        };
        for (int i = 0; i < open; i++) {
            nowMillis++;
            core.apply(nowMillis, press(i, 1), sink);
        }
        device = open;
    }

    private Command.Signal press(long number, long number2) {
        return new Command.Signal(
                new SignalKey(new DeviceId("band-" + number), 1, number2),
                nowMillis,
                Command.NO_TIME,
                new ResidentId("resident-" + number),
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                plan,
                List.of());
    }

    private CommandId id() {
        return new CommandId(operator, new UUID(3, command++));
    }

    /** Press, claim, note, resolve: each of another resident than the one before. */
    @Benchmark
    @OperationsPerInvocation(LIFE)
    public Outcome pressClaimNoteResolve() {
        Outcome.Done raised = (Outcome.Done) core.apply(nowMillis, press(open + device++ % 10_000, ++sequence), sink);
        AlertId alert = raised.alert();
        if (alert == null) {
            throw new IllegalStateException("a press opened no alert");
        }
        Outcome.Done claimed =
                (Outcome.Done) core.apply(nowMillis, new Command.Claim(id(), alert, raised.version()), sink);
        core.apply(nowMillis, new Command.AddNote(id(), alert, note), sink);
        return core.apply(nowMillis, new Command.Resolve(id(), alert, claimed.version() + 1, HELPED, null), sink);
    }

    /** A further press on an alert that is open. */
    @Benchmark
    public Outcome joiningPress() {
        return core.apply(nowMillis, press(sequence++ % Math.max(1, open), sequence + 1), sink);
    }

    /** Nothing is due. */
    @Benchmark
    public Outcome tick() {
        return core.apply(nowMillis, new Command.Tick(), sink);
    }

    /** Time is brought to the next deadline, where a step is started or a reminder is given. */
    @Benchmark
    public long nextDeadline() {
        long wait = core.millisToNextDeadline();
        nowMillis += wait == Long.MAX_VALUE ? 1 : wait;
        core.advance(nowMillis, sink);
        return nowMillis;
    }
}
