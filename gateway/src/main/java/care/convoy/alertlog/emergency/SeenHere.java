package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the versions that operators have seen. The log and the emergency core count an alert's versions apart, so a command
 * that was decided on a view of the emergency names its version as a negative number: the log takes that for nothing seen.
 * Here it is the version; one of the log counts as far as the alert was taken up from it. Stateless.
 */
final class SeenHere {
    private SeenHere() {}

    /** The command with the version of the emergency core. @param adopted the alerts as they were taken up */
    static Command in(Command command, Map<AlertId, CoreState.Open> adopted) {
        return switch (command) {
            case Command.Claim(var id, var alert, var seen) ->
                new Command.Claim(id, alert, version(seen, adopted.get(alert)));
            case Command.TakeOver(var id, var alert, var seen) ->
                new Command.TakeOver(id, alert, version(seen, adopted.get(alert)));
            case Command.Resolve(var id, var alert, var seen, var how, var note) ->
                new Command.Resolve(id, alert, version(seen, adopted.get(alert)), how, note);
            case Command.Defer(var id, var alert, var seen, var time, var why, var note) ->
                new Command.Defer(id, alert, version(seen, adopted.get(alert)), time, why, note);
            default -> command;
        };
    }

    private static long version(long seen, CoreState.@Nullable Open adopted) {
        if (seen < 0) {
            return -seen;
        }
        return adopted == null ? 0 : Math.min(seen, adopted.view().version());
    }
}
