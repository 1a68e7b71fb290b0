package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import care.convoy.escalation.StandardPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A whole emergency in memory, gone through once at the start: whatever it needs is loaded before anybody presses, also if
 * the program's file is replaced later. Its time is virtual; nothing leaves it. One use, one thread.
 */
public final class EmergencyRehearsal {
    private static final OperatorId SOMEBODY = new OperatorId("rehearsal");
    private static final int MOST_POLLS = 5_000;

    private final VirtualClock clock = new VirtualClock();
    private final KnownAlerts known = new KnownAlerts(clock);
    private final RehearsedLog inner = new RehearsedLog(known);
    private final RehearsedLog.Medium medium = new RehearsedLog.Medium();
    private long commands;

    private EmergencyRehearsal() {}

    /**
     * Goes through it. Bounded by a number of steps, none of which waits for anything.
     *
     * @param say told in one line if it failed; the start is to go on all the same
     * @return whether an emergency can be had
     */
    public static boolean run(Consumer<String> say) {
        try {
            new EmergencyRehearsal().play();
            return true;
        } catch (IOException | RuntimeException | Error failed) {
            say.accept("the rehearsal of an emergency failed; while the alert log does not answer alarms may not be"
                    + " taken: " + failed);
            return false;
        }
    }

    private void play() throws IOException {
        AlertId alert;
        try (SafeguardedLog log = begin()) {
            alert = alert(answer(log, press("r1", 1)));
            answer(log, new Command.BeginTest(id(), new DeviceId("r9"), 60_000));
            inner.away = true;
            CompletableFuture<Receipt> late = log.submit(press("r1", 2)).toCompletableFuture();
            pass(log, Duration.ofSeconds(2));
            require(late.isDone() && late.join().durability() == Receipt.Durability.LOCAL, "a press was not taken");
            attend(log, alert);
            pass(log, Duration.ofMinutes(5));
        }
        // another process goes on with the journal
        inner.resume();
        try (SafeguardedLog log = begin()) {
            require(log.degradedBecause() != null, "the journal was not found");
            answer(log, press("r3", 1));
            inner.away = false;
            pass(log, Duration.ofSeconds(10));
            require(log.degradedBecause() == null && inner.open() > 0, "the log did not take it over");
            log.degrade("rehearsal", "rehearsal");
            pass(log, Duration.ofSeconds(2));
            answer(log, press("r4", 1));
            log.recover("rehearsal");
            pass(log, Duration.ofSeconds(10));
            require(log.degradedBecause() == null, "the log was not returned to");
        }
    }

    private SafeguardedLog begin() throws IOException {
        SafeguardedLog log = new SafeguardedLog(
                SafeguardConfig.of(1),
                new Surroundings(
                        inner,
                        EmergencyJournal.on(medium),
                        known,
                        (text, _, _) -> text,
                        List.of((_, _) -> {}),
                        _ -> {}));
        log.watch();
        return log;
    }

    /** What people do meanwhile. */
    private void attend(SafeguardedLog log, AlertId alert) {
        AlertId other = alert(answer(log, press("r2", 1)));
        answer(log, new Command.Claim(id(), alert, 0));
        answer(log, new Command.RenewLease(id(), alert));
        answer(log, new Command.AddNote(id(), alert, Sealed.copyOf(new byte[] {1})));
        answer(log, new Command.Claim(id(), other, 0));
        Disposition well = new Disposition(
                Disposition.Cause.ASSISTANCE,
                Disposition.Outcome.CONTACT_ATTENDED,
                false,
                Disposition.Verification.VOICE,
                null);
        answer(log, new Command.Resolve(id(), other, 0, well, null));
        answer(log, new Command.Release(id(), alert));
        answer(log, new Command.EndTest(id(), new DeviceId("r9")));
        var _ = log.submit(new Command.Tick());
    }

    private CommandId id() {
        commands++;
        return new CommandId(SOMEBODY, new UUID(1, commands));
    }

    private Command.Signal press(String resident, long sequence) {
        return new Command.Signal(
                new SignalKey(new DeviceId(resident), 1, sequence),
                clock.wallMillis(),
                Command.NO_TIME,
                new ResidentId(resident),
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.EXERCISE,
                StandardPlan.of(List.of(), false),
                List.of());
    }

    private static Receipt answer(SafeguardedLog log, Command command) {
        CompletableFuture<Receipt> answer = log.submit(command).toCompletableFuture();
        log.poll();
        require(answer.isDone(), "no answer");
        return answer.join();
    }

    private static AlertId alert(Receipt receipt) {
        if (receipt.outcome() instanceof Outcome.Done done && done.alert() != null) {
            return done.alert();
        }
        throw new IllegalStateException("no alert: " + receipt);
    }

    private void pass(SafeguardedLog log, Duration time) {
        long until = clock.nanos + time.toNanos();
        for (int polls = 0; clock.nanos < until && polls < MOST_POLLS; polls++) {
            clock.nanos = Math.min(until, clock.nanos + Math.max(1, log.poll()));
        }
        log.poll();
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** Time that passes only when it is told to. */
    private static final class VirtualClock implements EmergencyClock {
        long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long wallMillis() {
            return 1_790_000_000_000L + TimeUnit.NANOSECONDS.toMillis(nanos);
        }
    }
}
