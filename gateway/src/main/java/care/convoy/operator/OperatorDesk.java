package care.convoy.operator;

import care.convoy.alertlog.AlertLog;
import care.convoy.console.ConsolePorts;
import care.convoy.console.SystemState;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.LatestBoard;
import care.convoy.resident.ResidentDirectory;
import care.convoy.vault.Vault;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Puts the console's ports together. */
public final class OperatorDesk {
    private OperatorDesk() {}

    /** Where the words come from. */
    public record Sources(
            AlertBoard board,
            ResidentDirectory residents,
            DeviceRegistry devices,
            LatestBoard latest,
            Records records,
            UserDirectory users,
            AuditTrail audit,
            SystemState system) {}

    /** The ports over the log and the sources. @param vault seals notes */
    public static ConsolePorts ports(AlertLog log, Vault vault, Sources sources) {
        Names names = new Names(sources.users());
        NoteSeal seal = new NoteSeal(vault);
        AlertRows rows = new AlertRows(
                sources.residents()::find,
                device -> battery(sources.latest(), device),
                names,
                Clock.systemUTC());
        OperatorRecords records = new OperatorRecords(
                sources.residents(),
                new OperatorRecords.Telling(sources.devices(), sources.latest()),
                sources.board(),
                rows,
                sources.records());
        return new ConsolePorts(
                new OperatorAlerts(sources.board(), sources.records(), rows, new CaseTimeline(seal, names)),
                new OperatorCommands(log, seal, names),
                records,
                records,
                records,
                records,
                sources.users(),
                sources.audit(),
                sources.system());
    }

    private static @Nullable Integer battery(LatestBoard latest, DeviceId device) {
        DeviceLatest told = latest.find(device);
        return told == null || told.batteryPercent() == DeviceMessage.ABSENT ? null : told.batteryPercent();
    }
}
