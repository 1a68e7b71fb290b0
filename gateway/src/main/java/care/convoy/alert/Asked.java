package care.convoy.alert;

import care.convoy.alert.CoreState.Answered;
import care.convoy.alert.CoreState.CommandType;
import care.convoy.device.DeviceId;
import care.convoy.device.Sealed;
import care.convoy.device.SignalKey;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person asked for, as far as it shows whether a command with the same id is the same command.
 *
 * <p>The fingerprint is of what the command wants and not of the version that it was sent with, which a screen may renew
 * when it sends a command again. Of sealed words only the length counts: the same words, sealed again, are other bytes.
 */
record Asked(
        CommandId id,
        CommandType type,
        @Nullable AlertId alert,
        @Nullable DeviceId device,
        int fingerprint) {
    static Asked of(Command.ByOperator command) {
        return switch (command) {
            case Command.Claim claim -> about(claim, CommandType.CLAIM);
            // never remembered
            case Command.RenewLease renew -> about(renew, CommandType.CLAIM);
            case Command.Release release -> about(release, CommandType.RELEASE);
            case Command.AddNote note ->
                about(note, CommandType.NOTE, note.sealedText().length());
            case Command.Resolve resolve ->
                about(resolve, CommandType.RESOLVE, printOf(resolve.disposition()), length(resolve.note()));
            case Command.TakeOver takeOver -> about(takeOver, CommandType.TAKE_OVER);
            case Command.Defer defer ->
                about(
                        defer,
                        CommandType.DEFER,
                        Long.hashCode(defer.forMillis()),
                        printOf(defer.reason()),
                        length(defer.note()));
            case Command.Progress progress -> about(progress, CommandType.PROGRESS, printOf(progress.to()));
            case Command.Summon summon -> about(summon, CommandType.SUMMON, printOf(summon.actions()));
            case Command.SendCard card ->
                about(card, CommandType.SEND_CARD, card.content().length());
            case Command.ReportScene report ->
                about(
                        report,
                        CommandType.REPORT_SCENE,
                        report.contact().hashCode(),
                        printOf(report.stage()),
                        length(report.detail()));
            case Command.Reopen reopen -> about(reopen, CommandType.REOPEN, length(reopen.note()));
            case Command.Close close -> about(close, CommandType.CLOSE, length(close.note()));
        };
    }

    static Asked of(Command.OnDevice command) {
        return switch (command) {
            case Command.BeginTest begin ->
                new Asked(
                        begin.id(),
                        CommandType.BEGIN_TEST,
                        null,
                        begin.device(),
                        printOf(Long.hashCode(begin.forMillis())));
            case Command.EndTest end -> new Asked(end.id(), CommandType.END_TEST, null, end.device(), printOf());
        };
    }

    /** What was asked for when this was answered. */
    static Asked of(Answered answered) {
        return new Asked(answered.id(), answered.type(), answered.alert(), answered.device(), answered.fingerprint());
    }

    /** Null for a command that is not remembered. */
    static @Nullable Asked of(Command command) {
        return switch (command) {
            // repeated as it is, and too frequent to remember
            case Command.RenewLease _ -> null;
            case Command.ByOperator byOperator -> of(byOperator);
            case Command.OnDevice onDevice -> of(onDevice);
            case Command.Reconcile reconcile -> of(reconcile);
            case Command.Order order -> of(order);
            case Command.Signal _, Command.ReportEffect _, Command.CureTask _ -> null;
            case Command.ReportIntent _ -> null;
            case Command.Remember _, Command.Tick _ -> null;
        };
    }

    static Asked of(Command.Order order) {
        int content = switch (order.what()) {
            case Intent.Show show -> show.text().length();
            case Intent.SosNumbers numbers -> numbers.numbers().length();
            case Intent.Configure configure ->
                printOf(configure.heartbeatSeconds(), configure.vitalsSeconds(), configure.locationSeconds());
            case Intent.FallAlarm alarm -> alarm.on() ? 1 : 0;
            case Intent.Accepted _, Intent.Resolved _, Intent.Locate _, Intent.Measure _, Intent.Ring _ -> 0;
            case Intent.CallBack _ -> 0;
        };
        int print = printOf(printOf(order.what().kind()), content);
        return new Asked(order.id(), CommandType.ORDER, order.alert(), order.device(), print);
    }

    static Asked of(Command.Reconcile reconcile) {
        Command.Reconcile.Known known = reconcile.known();
        Command.Reconcile.Hands hands = reconcile.hands();
        Command.Reconcile.Reached reached = reconcile.reached();
        int steps = 0;
        for (Command.Reconcile.StepDone step : reached.steps()) {
            steps = printOf(steps, printOf(step.priority()), step.step(), printOfTold(step.told()));
        }
        for (Command.Reconcile.SentFor sent : reached.sentFor()) {
            steps = printOf(
                    steps, sent.operator().value().hashCode(), printOf(sent.action()), printOfTold(sent.told()));
        }
        int content = printOf(
                printOf(known.same() ? 1 : 0, known.answered() ? 1 : 0, known.first(), printOfKeys(known.heard())),
                printOf(hands),
                printOf(reached.progress()),
                steps);
        if (!reached.age().equals(Command.Reconcile.Age.NONE)) {
            // apart from the rest, so that what was answered before there was such a thing is known as the same
            content = printOf(content, printOf(reached.age()));
        }
        return new Asked(reconcile.id(), CommandType.RECONCILE, reconcile.alert(), null, content);
    }

    private static int printOfTold(List<Command.Reconcile.Told> all) {
        return printOf(all.stream()
                .mapToInt(told -> printOf(told.contact().hashCode(), printOf(told.report())))
                .toArray());
    }

    private static int printOfKeys(List<SignalKey> keys) {
        return printOf(keys.stream()
                .mapToInt(key -> printOf(
                        key.device().toString().hashCode(), Long.hashCode(key.epoch()), Long.hashCode(key.sequence())))
                .toArray());
    }

    private static int printOf(Command.Reconcile.Hands hands) {
        Command.Reconcile.PutOff putOff = hands.putOff();
        return printOf(
                printOf(hands.owner()),
                printOf(hands.former().stream().mapToInt(Asked::printOf).toArray()),
                hands.asks() ? 1 : 0,
                putOff == null
                        ? 0
                        : printOf(
                                printOf(putOff.operator()),
                                Long.hashCode(putOff.untilMillis()),
                                printOf(putOff.reason())),
                hands.disposition() == null ? 0 : printOf(hands.disposition()));
    }

    private static int printOf(Command.Reconcile.Age age) {
        return printOf(printOf(age.priority()), Long.hashCode(age.sinceMillis()), Long.hashCode(age.raiseAtMillis()));
    }

    private static int printOf(@Nullable OperatorId operator) {
        return operator == null ? 0 : operator.value().hashCode();
    }

    private static Asked about(Command.ByOperator command, CommandType type, int... content) {
        return new Asked(command.id(), type, command.alert(), null, printOf(content));
    }

    /** Whether that answer was given to this command; of older snapshots' answers the content is not known. */
    boolean isAnsweredBy(Answered answered) {
        boolean sameContent = answered.fingerprint() == 0 || fingerprint == 0 || answered.fingerprint() == fingerprint;
        return sameContent
                && answered.type() == type
                && Objects.equals(answered.alert(), alert)
                && Objects.equals(answered.device(), device);
    }

    Answered with(Outcome outcome) {
        return new Answered(id, type, alert, device, fingerprint, outcome);
    }

    private static int printOf(Disposition how) {
        OperatorId cosigner = how.cosigner();
        return printOf(
                printOf(how.cause()),
                printOf(how.outcome()),
                printOf(how.verified()),
                how.falseAlarm() ? 1 : 0,
                cosigner == null ? 0 : cosigner.value().hashCode());
    }

    private static int printOf(List<? extends Enum<?>> values) {
        return printOf(values.stream().mapToInt(value -> printOf(value)).toArray());
    }

    /** By name: the hash code of an enum is another one in each process. */
    private static int printOf(Enum<?> value) {
        return value.name().hashCode();
    }

    private static int length(@Nullable Sealed words) {
        return words == null ? -1 : words.length();
    }

    /** Never 0, which says that it is not known. */
    private static int printOf(int... parts) {
        int all = 17;
        for (int part : parts) {
            all = 31 * all + part;
        }
        return all == 0 ? 1 : all;
    }
}
