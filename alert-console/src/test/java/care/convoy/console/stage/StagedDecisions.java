package care.convoy.console.stage;

import care.convoy.console.AlertCommands.Command;
import care.convoy.console.AlertCommands.DeviceOrder;
import care.convoy.console.AlertCommands.Reason;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Operator;
import care.convoy.console.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the stage's alerts allow and do; as the log decides, in small. */
final class StagedDecisions {
    private static final Duration MOST_P2 = Duration.ofMinutes(30);
    private static final Duration MOST_P3 = Duration.ofHours(24);
    private static final Duration VISIT = Duration.ofHours(24);

    private StagedDecisions() {}

    /** Why a command is refused, or null. */
    static @Nullable Reason refusal(Command.OnAlert command, StagedCase found, Predicate<String> otherOpen) {
        boolean over = !found.state.isOpen();
        if (command instanceof Command.Reopen || command instanceof Command.Close) {
            if (!over) {
                return Reason.WRONG_STATE;
            }
            boolean hasOther = found.resident != null && otherOpen.test(found.resident.id());
            return command instanceof Command.Reopen && hasOther ? Reason.OTHER_ALERT_OPEN : null;
        }
        if (over) {
            return Reason.WRONG_STATE;
        }
        boolean isOwner = found.owner != null
                && found.owner.operator().equals(command.key().operator());
        if (command instanceof Command.Claim || command instanceof Command.TakeOver) {
            return claimRefusal(command, found, isOwner);
        }
        return command instanceof Command.Note || command instanceof Command.OrderForCase || isOwner
                ? ownersRefusal(command, found)
                : Reason.NOT_OWNER;
    }

    private static @Nullable Reason claimRefusal(Command command, StagedCase found, boolean isOwner) {
        if (command instanceof Command.Claim claim) {
            if (found.owner != null && !isOwner) {
                return Reason.OWNED_BY_OTHER;
            }
            return claim.expectedVersion() == found.version ? null : Reason.VERSION_MISMATCH;
        }
        return null;
    }

    private static @Nullable Reason ownersRefusal(Command.OnAlert command, StagedCase found) {
        return switch (command) {
            case Command.Resolve resolve when resolve.expectedVersion() != found.version -> Reason.VERSION_MISMATCH;
            case Command.Resolve _ when found.attentionPending -> Reason.ATTENTION_PENDING;
            case Command.Resolve resolve ->
                found.kind.equals("sos")
                                && resolve.disposition().falseAlarm()
                                && resolve.disposition().verified() == null
                        ? Reason.NOT_VERIFIED
                        : null;
            case Command.Defer _ when found.priority == AlertRow.Priority.P1 -> Reason.P1_NEVER_WAITS;
            case Command.Defer defer when defer.time().compareTo(most(found)) > 0 -> Reason.TOO_LONG;
            case Command.Progress progress when progress.to().compareTo(found.state) <= 0 -> Reason.WRONG_STATE;
            default -> null;
        };
    }

    private static Duration most(StagedCase found) {
        return found.priority == AlertRow.Priority.P2 ? MOST_P2 : MOST_P3;
    }

    /** Does it. */
    static void apply(Command.OnAlert command, StagedCase found, Instant now) {
        Operator by = command.key().operator();
        switch (command) {
            case Command.Claim _ -> {
                own(found, by, now);
                found.attentionPending = false;
                found.timeline.add(new TimelineEntry.Claimed(now, by));
            }
            case Command.TakeOver _ -> {
                Operator from = found.owner == null ? by : found.owner.operator();
                own(found, by, now);
                found.timeline.add(new TimelineEntry.TakenOver(now, by, from));
            }
            case Command.Renew _ -> {
                if (found.owner != null) {
                    found.owner = new AlertRow.Ownership(by, found.owner.since(), now.plus(StagedCase.LEASE));
                }
            }
            case Command.Release _ -> {
                found.giveBack(by, now);
                found.timeline.add(new TimelineEntry.Released(now, by));
            }
            case Command.Note note -> found.timeline.add(new TimelineEntry.Note(now, by, note.text()));
            case Command.Defer defer -> defer(found, defer, now);
            case Command.Progress progress -> {
                found.state = progress.to();
                found.progress = progress.to();
                found.timeline.add(new TimelineEntry.Progressed(now, by, progress.to()));
            }
            case Command.Summon summon -> summon(found, summon, now);
            case Command.SendCard _ -> found.timeline.add(new TimelineEntry.CardSent(now, by));
            case Command.Resolve resolve -> resolve(found, resolve, now);
            case Command.Reopen reopen -> {
                own(found, by, now);
                found.disposition = null;
                found.timeline.add(new TimelineEntry.Reopened(now, by, reopen.note()));
            }
            case Command.OrderForCase order -> ordered(found, order, now);
            case Command.Close close -> {
                found.state = AlertRow.State.CLOSED;
                found.held = null;
                found.timeline.add(new TimelineEntry.Closed(now, by, close.note()));
            }
        }
    }

    /** The device of a stage does at once what it is told. */
    private static void ordered(StagedCase found, Command.OrderForCase command, Instant now) {
        String text = command.order() instanceof DeviceOrder.Message message ? message.text() : null;
        String what = command.order().getClass().getSimpleName().toUpperCase(Locale.ROOT);
        found.timeline.add(new TimelineEntry.Ordered(
                now,
                what,
                command.device() == null ? found.deviceId : command.device(),
                command.key().operator(),
                text,
                "ACKNOWLEDGED",
                null,
                now));
    }

    private static void own(StagedCase found, Operator by, Instant now) {
        found.owner = new AlertRow.Ownership(by, now, now.plus(StagedCase.LEASE));
        found.state = found.progress;
        found.held = null;
    }

    private static void defer(StagedCase found, Command.Defer defer, Instant now) {
        Operator by = defer.key().operator();
        Instant until = now.plus(defer.time());
        found.owner = null;
        found.state = AlertRow.State.DEFERRED;
        found.held = new AlertRow.Held(until, defer.reason(), by);
        found.timeline.add(new TimelineEntry.Deferred(now, by, until, defer.reason(), defer.note()));
    }

    private static void summon(StagedCase found, Command.Summon summon, Instant now) {
        found.timeline.add(new TimelineEntry.Summoned(now, summon.key().operator(), summon.actions()));
        found.steps.replaceAll(step -> {
            if (!summon.actions().contains(step.action()) || step.doneAt() != null) {
                return step;
            }
            found.timeline.add(new TimelineEntry.StepDue(now, step.index(), 1));
            List<String> whom = step.contacts().isEmpty() ? List.of("") : step.contacts();
            return StagedCase.done(
                    step,
                    now,
                    whom.stream()
                            .map(contact -> new AlertDetail.Reach(contact, "VOICE", 1, "STARTED", now.plusSeconds(30)))
                            .toList());
        });
    }

    private static void resolve(StagedCase found, Command.Resolve resolve, Instant now) {
        Operator by = resolve.key().operator();
        found.disposition = resolve.disposition();
        found.owner = null;
        found.state = AlertRow.State.RESOLVED;
        found.timeline.add(new TimelineEntry.Resolved(now, by, resolve.note()));
        if (resolve.disposition().cause().equals("NO_RESPONSE")) {
            found.state = AlertRow.State.FOLLOW_UP;
            found.held = new AlertRow.Held(now.plus(VISIT), null, null);
            found.timeline.add(new TimelineEntry.FollowUpOpened(now, now.plus(VISIT)));
        }
    }
}
