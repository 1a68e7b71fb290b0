package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;

/** How the commands of operators and what comes back from outside look in a frame. */
final class CommandFields {
    private static final int CLAIM = 2;
    private static final int RENEW_LEASE = 3;
    private static final int RELEASE = 4;
    private static final int ADD_NOTE = 5;
    private static final int RESOLVE = 6;
    private static final int TAKE_OVER = 9;
    private static final int DEFER = 10;
    private static final int PROGRESS = 11;
    private static final int SUMMON = 12;
    private static final int REOPEN = 13;
    private static final int CLOSE = 14;
    /** Since version 6, as the next. */
    private static final int SEND_CARD = 20;

    private static final int REPORT_SCENE = 21;

    private CommandFields() {}

    static void writeByOperator(FrameWriter out, Command.ByOperator command) {
        out.octet(typeOf(command));
        AlertFields.writeCommandId(out, command.id());
        AlertFields.writeAlert(out, command.alert());
        switch (command) {
            case Command.Claim claim -> out.signed(claim.expectedVersion());
            case Command.RenewLease _, Command.Release _ -> {}
            case Command.AddNote note -> AlertFields.writeSealed(out, note.sealedText());
            case Command.Resolve resolve -> {
                out.signed(resolve.expectedVersion());
                AlertFields.writeDisposition(out, resolve.disposition());
                AlertFields.writeOptionalSealed(out, resolve.note());
            }
            case Command.TakeOver takeOver -> out.signed(takeOver.expectedVersion());
            case Command.Defer defer -> {
                out.signed(defer.expectedVersion());
                out.signed(defer.forMillis());
                WireCode.DEFERRAL.write(out, defer.reason());
                AlertFields.writeOptionalSealed(out, defer.note());
            }
            case Command.Progress progress -> WireCode.STATE.write(out, progress.to());
            case Command.Summon summon -> LifeCycleFields.writeActions(out, summon.actions());
            case Command.SendCard card -> {
                AlertFields.writeSealed(out, card.content());
                out.flag(card.afterwards());
            }
            case Command.ReportScene report -> {
                out.text(report.contact());
                WireCode.SCENE.write(out, report.stage());
                AlertFields.writeOptionalSealed(out, report.detail());
            }
            case Command.Reopen reopen -> AlertFields.writeOptionalSealed(out, reopen.note());
            case Command.Close close -> AlertFields.writeOptionalSealed(out, close.note());
        }
    }

    private static int typeOf(Command.ByOperator command) {
        return switch (command) {
            case Command.Claim _ -> CLAIM;
            case Command.RenewLease _ -> RENEW_LEASE;
            case Command.Release _ -> RELEASE;
            case Command.AddNote _ -> ADD_NOTE;
            case Command.Resolve _ -> RESOLVE;
            case Command.TakeOver _ -> TAKE_OVER;
            case Command.Defer _ -> DEFER;
            case Command.Progress _ -> PROGRESS;
            case Command.Summon _ -> SUMMON;
            case Command.SendCard _ -> SEND_CARD;
            case Command.ReportScene _ -> REPORT_SCENE;
            case Command.Reopen _ -> REOPEN;
            case Command.Close _ -> CLOSE;
        };
    }

    static Command.ByOperator readByOperator(FrameReader in, int type) throws MalformedFrame {
        CommandId id = AlertFields.readCommandId(in);
        AlertId alert = AlertFields.readAlert(in);
        return switch (type) {
            case CLAIM -> new Command.Claim(id, alert, in.signed());
            case RENEW_LEASE -> new Command.RenewLease(id, alert);
            case RELEASE -> new Command.Release(id, alert);
            case ADD_NOTE -> new Command.AddNote(id, alert, AlertFields.readSealed(in));
            case RESOLVE ->
                new Command.Resolve(
                        id, alert, in.signed(), AlertFields.readDisposition(in), AlertFields.readOptionalSealed(in));
            case TAKE_OVER -> new Command.TakeOver(id, alert, in.signed());
            case DEFER ->
                new Command.Defer(
                        id,
                        alert,
                        in.signed(),
                        in.signed(),
                        WireCode.DEFERRAL.read(in),
                        AlertFields.readOptionalSealed(in));
            case PROGRESS -> new Command.Progress(id, alert, WireCode.STATE.read(in));
            case SUMMON -> new Command.Summon(id, alert, LifeCycleFields.readActions(in));
            case SEND_CARD -> new Command.SendCard(id, alert, AlertFields.readSealed(in), in.flag());
            case REPORT_SCENE ->
                new Command.ReportScene(
                        id, alert, in.text(), WireCode.SCENE.read(in), AlertFields.readOptionalSealed(in));
            case REOPEN -> new Command.Reopen(id, alert, AlertFields.readOptionalSealed(in));
            case CLOSE -> new Command.Close(id, alert, AlertFields.readOptionalSealed(in));
            default -> throw new MalformedFrame("unknown command " + type);
        };
    }
}
