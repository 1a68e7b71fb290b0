package care.convoy.operator;

import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.emergency.NoteTransfer;
import care.convoy.console.ConsolePorts;
import care.convoy.console.Grants;
import care.convoy.console.HealthRules;
import care.convoy.console.MachineApi;
import care.convoy.console.Provisioning;
import care.convoy.console.SystemState;
import care.convoy.console.VitalsSeries;
import care.convoy.demo.Carrier;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.effect.DeviceWords;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.RegisteredDevice;
import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.monitoring.EvidenceSeal;
import care.convoy.monitoring.RulesInForce;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.StorageUnavailable;
import care.convoy.vault.Vault;
import care.convoy.warning.WarningsInForce;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Puts the console's ports together. */
public final class OperatorDesk {
    private OperatorDesk() {}

    /**
     * Where the words come from.
     *
     * @param carrier telephones of a demo; null in a real gateway
     */
    public record Sources(
            AlertBoard board,
            OrderBoard orders,
            ResidentDirectory residents,
            DeviceRegistry devices,
            LatestBoard latest,
            Records records,
            UserDirectory users,
            AuditTrail audit,
            SystemState system,
            Quarantine quarantine,
            Engineering engineering,
            Grants grants,
            MachineApi machines,
            HealthRules rules,
            RulesInForce inForce,
            @Nullable Carrier carrier,
            WarningsInForce warnings) {}

    /**
     * What engineers work with.
     *
     * @param router whose device is connected
     * @param own devices that the gateway plays itself
     * @param doors where devices of a protocol connect
     */
    public record Engineering(
            DeviceArchive archive,
            DownlinkRouter router,
            Set<DeviceId> own,
            Function<Protocol, List<Provisioning.Door>> doors) {
        public Engineering {
            own = Set.copyOf(own);
        }
    }

    /** The ports over the log and the sources. @param vault seals notes */
    public static ConsolePorts ports(AlertLog log, Vault vault, Sources sources) {
        Names names = new Names(sources.users());
        NoteSeal seal = new NoteSeal(vault);
        DeviceWords words = new DeviceWords(vault);
        RuleEvidence evidence = new RuleEvidence(new EvidenceSeal(vault));
        AlertRows rows = new AlertRows(
                new AlertRows.Sources(
                        sources.residents()::find,
                        device -> battery(sources.latest(), device),
                        device -> wearers(sources.devices(), device),
                        device -> state(sources.devices(), device),
                        sources.board()::isLocal),
                names,
                Clock.systemUTC());
        return new ConsolePorts(
                new OperatorAlerts(
                        sources.board(),
                        sources.records(),
                        rows,
                        new CaseTimeline(new CaseTimeline.Words(seal, evidence), new OrderLines(words, names), names)),
                new OperatorCommands(
                        log, sources.board(), new OperatorCommands.Words(seal, new DeviceOrders(words)), names),
                new OperatorResidents(sources.residents(), sources.devices(), rows),
                query -> series(sources.records(), query),
                new OperatorHealth(sources.records(), sources.residents(), sources.inForce()),
                new OperatorDevices(
                        sources.devices(),
                        sources.latest(),
                        sources.residents(),
                        new DevicesOnTest(sources.board(), rows, names, device -> wearers(sources.devices(), device)),
                        device -> sources.orders().of(device, names)),
                new OperatorTasks(sources.board(), rows, evidence),
                sources.users(),
                sources.audit(),
                sources.system(),
                new OperatorUnknowns(sources.quarantine(), device -> wearer(sources, device), Clock.systemUTC()),
                provisioning(sources, rows, names),
                sources.grants(),
                sources.machines(),
                sources.rules(),
                new OperatorCarrier(sources.carrier()),
                new OperatorWarnings(sources.warnings(), Clock.systemUTC()));
    }

    private static Provisioning provisioning(Sources sources, AlertRows rows, Names names) {
        Engineering engineering = sources.engineering();
        DeviceCards cards = new DeviceCards(
                new DeviceCards.Sources(sources.devices(), sources.latest(), engineering.router(), sources.residents()),
                rows,
                names,
                Clock.systemUTC());
        return new OperatorProvisioning(
                new OperatorProvisioning.Places(
                        engineering.archive(), sources.residents(), engineering.own(), engineering.doors()),
                cards,
                Clock.systemUTC());
    }

    /** Seals notes anew for an alert that got another name. */
    public static NoteTransfer notes(Vault vault) {
        NoteSeal seal = new NoteSeal(vault);
        return (text, from, to) -> seal.seal(to, seal.open(from, text));
    }

    private static List<VitalsSeries.Point> series(Records records, VitalsSeries.Query query) {
        try {
            return records.series(query);
        } catch (StorageUnavailable down) {
            throw OperatorAlerts.unavailable();
        }
    }

    /** For whom an id is registered that was unknown when it called. */
    private static @Nullable Resident wearer(Sources sources, String id) {
        DeviceId device;
        try {
            device = new DeviceId(id);
        } catch (IllegalArgumentException noId) {
            return null;
        }
        List<ResidentId> wearers = wearers(sources.devices(), device);
        return wearers.isEmpty() ? null : sources.residents().find(wearers.getFirst());
    }

    private static List<ResidentId> wearers(DeviceRegistry devices, DeviceId device) {
        RegisteredDevice registered = devices.find(device);
        return registered == null ? List.of() : registered.residents();
    }

    private static RegisteredDevice.State state(DeviceRegistry devices, DeviceId device) {
        RegisteredDevice registered = devices.find(device);
        return registered == null
                ? RegisteredDevice.State.SERVED
                : registered.admission().state();
    }

    private static @Nullable Integer battery(LatestBoard latest, DeviceId device) {
        DeviceLatest told = latest.find(device);
        return told == null || told.batteryPercent() == DeviceMessage.ABSENT ? null : told.batteryPercent();
    }
}
