package care.convoy.simulation;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.Disposition;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.alert.QueueOrder;
import care.convoy.alertlog.Receipt;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep.Action;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * An operator who takes what is next, attends, repeats what was not answered, closes cases; and sometimes vanishes, takes
 * what somebody else has, or does to any alert whatever comes to mind.
 */
final class SimulatedOperator {
    private static final Disposition HELPED = new Disposition(
            Disposition.Cause.ASSISTANCE,
            Disposition.Outcome.ADVISED_BY_PHONE,
            false,
            Disposition.Verification.VOICE,
            null);
    private static final Disposition UNVERIFIED = new Disposition(
            Disposition.Cause.ACCIDENTAL_PRESS,
            Disposition.Outcome.ADVISED_BY_PHONE,
            true,
            Disposition.Verification.NONE,
            null);
    private static final List<AlertState> PROGRESS = List.of(
            AlertState.CONTACTING,
            AlertState.RESPONDING,
            AlertState.DISPATCHED,
            AlertState.ON_SCENE,
            AlertState.HANDED_OVER);

    /** So soon what the log answers in an emergency is in the journal. */
    private static final long WRITTEN_WITHIN_MILLIS = 400;

    private final SimulatedWorld world;
    private final Random random;
    private final OperatorId id;
    private final boolean supervisor;
    private long commands;
    private Command unanswered;
    private final Deque<Answered> answered = new ArrayDeque<>();
    private int shownSignals;
    private long awayUntilMillis;

    /** A command that this operator knows the answer of. @param alone by a gateway without the log, in which of its lives */
    private record Answered(Command command, boolean alone, long life, long era, long atMillis) {}

    SimulatedOperator(SimulatedWorld world, OperatorId id) {
        this.world = world;
        random = world.random();
        this.id = id;
        supervisor = random.nextInt(3) == 0;
    }

    /** One look at the screen, and one thing done. */
    void work() {
        if (world.isOver()) {
            return;
        }
        if (world.isUnruly() && random.nextInt(60) == 0) {
            world.tally().count(Fault.OPERATOR_VANISHED);
            awayUntilMillis = world.time().nowMillis() + 30_000 + random.nextInt(400_000);
        }
        if (world.time().nowMillis() >= awayUntilMillis || !world.isUnruly()) {
            if (unanswered == null) {
                shownSignals = -1;
                unanswered = decide();
            }
            if (unanswered != null && world.gateway().isRunning()) {
                send(unanswered);
            }
        }
        if (world.isUnruly() && world.gateway().isRunning() && random.nextInt(3) == 0) {
            sendAgainAcrossTheEdge();
        }
        world.time().in(500 + random.nextInt(2_500), this::work);
    }

    private void send(Command command) {
        if (command instanceof Command.ByOperator byOperator) {
            world.truth().submitted(byOperator, shownSignals);
        }
        world.gateway().log().submit(command).whenComplete((receipt, failure) -> {
            if (receipt != null) {
                note(command, receipt);
            }
            // an order is not taken while the gateway goes on alone
            boolean given = receipt != null || command instanceof Command.Order;
            if (given && unanswered == command) {
                unanswered = null;
            }
        });
    }

    private void note(Command command, Receipt receipt) {
        world.truth().told(command, receipt.outcome());
        if (command instanceof Command.SendCard card) {
            world.truth().cardAnswered(card, receipt);
        }
        if (!(command instanceof Command.RenewLease)) {
            boolean alone = receipt.durability() == Receipt.Durability.LOCAL;
            answered.addLast(new Answered(
                    command,
                    alone,
                    world.gateway().life(),
                    world.gateway().era(),
                    world.time().nowMillis()));
        }
        if (answered.size() > 8) {
            answered.removeFirst();
        }
    }

    /** What the log has answered is sent again while it is away, and what a gateway alone has answered when it is back. */
    private void sendAgainAcrossTheEdge() {
        boolean alone = world.gateway().emergency().isDegraded();
        Answered found = answered.stream()
                .filter(one -> one.alone() != alone && isStillKnown(one))
                // the rarest first
                .min(Comparator.comparing(one -> !isInJournal(one)))
                .orElse(null);
        if (found == null) {
            return;
        }
        answered.remove(found);
        world.gateway().log().submit(found.command()).whenComplete((receipt, failure) -> {
            if (receipt != null && found.alone() != (receipt.durability() == Receipt.Durability.LOCAL)) {
                world.tally()
                        .count(
                                found.alone()
                                        ? Fault.ANSWERED_ALONE_AND_SENT_AGAIN_TO_THE_LOG
                                        : Fault.ANSWERED_BY_THE_LOG_AND_SENT_AGAIN_WITHOUT_IT);
                if (isInJournal(found)) {
                    world.tally().count(Fault.ANSWERED_BY_A_SLOW_LOG_AND_SENT_AGAIN_AFTER_A_CRASH);
                }
                try {
                    world.truth().toldAgain(found.command(), receipt.outcome());
                } catch (AssertionError objection) {
                    world.objects(objection);
                }
            }
        });
    }

    /**
     * A gateway that has crashed knows of the log's answers only those that are in its journal: here those that came in
     * the emergency. A broken journal knows nothing for sure.
     */
    private boolean isStillKnown(Answered one) {
        boolean sameLife = one.life() == world.gateway().life();
        return (sameLife || (one.alone() && one.command() instanceof Command.ByOperator) || isInJournal(one))
                && !world.tally().faults.containsKey(Fault.EMERGENCY_JOURNAL_FAILED);
    }

    /** What the log answered in this emergency, before a crash in it. */
    private boolean isInJournal(Answered one) {
        SimulatedGateway gateway = world.gateway();
        return !one.alone()
                && one.life() != gateway.life()
                && one.era() == gateway.era()
                && gateway.crashedAtMillis() - one.atMillis() > WRITTEN_WITHIN_MILLIS;
    }

    private Command decide() {
        if (world.isUnruly() && random.nextInt(25) == 0) {
            return meddle();
        }
        Optional<AlertView> mine = world.gateway().screen().values().stream()
                .filter(alert -> id.equals(alert.owner()) && alert.state().isOpen())
                .findFirst();
        if (mine.isPresent()) {
            return attend(mine.get());
        }
        Command aside = world.isUnruly() && random.nextInt(12) == 0 ? tryOut() : null;
        return aside != null ? aside : takeNext();
    }

    private Command takeNext() {
        return world.gateway().screen().values().stream()
                .filter(alert -> alert.state().isOpen())
                .filter(alert -> alert.owner() == null || random.nextInt(50) == 0)
                .filter(alert -> !LegalChange.isHeld(alert.state()) || !world.isUnruly() || random.nextInt(10) == 0)
                .min(new QueueOrder())
                .map(next -> supervisor && random.nextInt(4) == 0
                        ? (Command) new Command.TakeOver(nextId(), next.id(), seen(next, 0))
                        : new Command.Claim(nextId(), next.id(), seen(next, 0)))
                .orElse(null);
    }

    /** Tests a device, or ends the test. */
    private Command tryOut() {
        SimulatedDevice device = world.anyDevice();
        return random.nextInt(3) > 0
                ? new Command.BeginTest(nextId(), device.id(), 1 + random.nextLong(Command.MAX_TEST_MILLIS / 8))
                : new Command.EndTest(nextId(), device.id());
    }

    /** Does anything to whatever there is, as it once was. */
    private Command meddle() {
        world.tally().count(Fault.OPERATOR_MEDDLED);
        return world.gateway().screen().values().stream()
                .skip(random.nextInt(3))
                .findFirst()
                .map(this::anything)
                .orElse(null);
    }

    private Command anything(AlertView any) {
        long version = seen(any, random.nextInt(6));
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> new Command.Resolve(nextId(), any.id(), version, HELPED, null);
            case 3 -> new Command.Resolve(nextId(), any.id(), version, UNVERIFIED, null);
            case 4 -> defer(any, version);
            case 5 -> new Command.Progress(nextId(), any.id(), PROGRESS.get(random.nextInt(PROGRESS.size())));
            case 6 -> summon(any);
            case 7, 8 -> new Command.Reopen(nextId(), any.id(), null);
            case 9 -> new Command.Close(nextId(), any.id(), null);
            case 11 -> card(any);
            case 10 -> supervisor ? new Command.TakeOver(nextId(), any.id(), version) : null;
            default -> new Command.Claim(nextId(), any.id(), version);
        };
    }

    private Command attend(AlertView mine) {
        shownSignals = mine.signals();
        if (mine.attentionPending() && random.nextInt(world.isUnruly() ? 3 : 8) > 0) {
            return new Command.Claim(nextId(), mine.id(), seen(mine, 0));
        }
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> new Command.Resolve(nextId(), mine.id(), seen(mine, 0), HELPED, null);
            case 3 -> new Command.AddNote(nextId(), mine.id(), Sealed.copyOf(new byte[] {1}));
            case 4 -> world.isUnruly() ? new Command.Release(nextId(), mine.id()) : null;
            case 5, 6, 7, 8 -> new Command.RenewLease(nextId(), mine.id());
            case 9 -> world.isUnruly() ? defer(mine, seen(mine, 0)) : null;
            case 10, 11 -> new Command.Progress(nextId(), mine.id(), PROGRESS.get(random.nextInt(PROGRESS.size())));
            case 12 -> summon(mine);
            case 13, 14 -> order(mine);
            case 15, 16 -> card(mine);
            default -> null;
        };
    }

    /** A view of the gateway alone has versions of its own, and says so. */
    private long seen(AlertView shown, int ago) {
        long version = Math.max(1, shown.version() - ago);
        return world.gateway().emergency().open().containsKey(shown.id()) ? -version : version;
    }

    private Command defer(AlertView alert, long version) {
        long most = alert.priority() == Priority.P3 ? Command.MAX_DEFERRAL_P3_MILLIS : Command.MAX_DEFERRAL_P2_MILLIS;
        long forMillis = random.nextInt(5) == 0 ? most + 1 : 1 + random.nextLong(most / (1 + random.nextInt(60)));
        return new Command.Defer(
                nextId(), alert.id(), version, forMillis, Command.DeferralReason.CALL_BACK_AGREED, null);
    }

    private Command summon(AlertView alert) {
        List<Action> all = List.of(Action.CALL, Action.MESSAGE, Action.CALL_SUPERVISOR, Action.REQUEST_AMBULANCE);
        int from = random.nextInt(all.size());
        return new Command.Summon(
                nextId(), alert.id(), all.subList(from, from + 1 + random.nextInt(all.size() - from)));
    }

    private Command card(AlertView alert) {
        world.tally().count(Fault.CARD_SENT);
        return new Command.SendCard(nextId(), alert.id(), SimulatedOutside.mark(-world.nextMark()));
    }

    private Command order(AlertView alert) {
        List<Intent.What> all =
                List.of(new Intent.Locate(), new Intent.Measure(), new Intent.Ring(), new Intent.FallAlarm(true));
        AlertId given = random.nextInt(6) == 0 ? null : alert.id();
        return new Command.Order(nextId(), alert.device(), given, all.get(random.nextInt(all.size())));
    }

    private CommandId nextId() {
        return new CommandId(id, new UUID(id.value().hashCode(), ++commands));
    }

    @Override
    public String toString() {
        return id + " waits for " + unanswered;
    }
}
