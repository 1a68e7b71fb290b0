package care.convoy.alertlog.aeron;

import care.convoy.alert.Command;
import care.convoy.device.DeviceMessage;

/** Who goes first when the log is asked for more than it does at once. The first rank has the right of way. */
enum Rank {
    /** Somebody may need help. */
    ALARM,
    /** A person waits for the answer. */
    OPERATOR,
    /** What is repeated by itself until it is taken: what came of calls, tests, batteries, the log's own questions. */
    REST;

    static Rank of(Command command) {
        return switch (command) {
            case Command.Signal signal -> of(signal.message());
            // what was acknowledged and answered without the log
            case Command.Reconcile _, Command.Remember _ -> OPERATOR;
            case Command.ByOperator _, Command.OnDevice _, Command.Order _ -> OPERATOR;
            case Command.ReportEffect _, Command.ReportIntent _, Command.CureTask _, Command.Tick _ -> REST;
        };
    }

    private static Rank of(DeviceMessage.Alarm message) {
        return switch (message) {
            case DeviceMessage.SosPressed _, DeviceMessage.FallDetected _, DeviceMessage.AlarmRaised _ -> ALARM;
            case DeviceMessage.BandRemoved _, DeviceMessage.WearerCancelled _ -> ALARM;
            case DeviceMessage.TestPressed _, DeviceMessage.BandWorn _, DeviceMessage.BatteryLow _ -> REST;
            // a press goes before what a rule concludes
            case DeviceMessage.RuleFound found -> found.isTask() ? REST : OPERATOR;
            case DeviceMessage.RuleCleared _ -> REST;
        };
    }
}
