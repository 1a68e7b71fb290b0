package care.convoy.ingest.bridge;

import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.DownlinkRouter;
import care.convoy.ingest.Intake;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.connection.IngestClock;
import java.util.function.BooleanSupplier;

/**
 * What a bridge needs of the gateway.
 *
 * @param devicesKnown whether the registry has been filled; before that a bridge does not connect, lest it takes everybody for
 *     unknown
 * @param member number of this member of the alert log
 * @param router by which devices are told something
 * @param leads whether this member leads the log, and so is the one that tells
 */
public record BridgeServices(
        DeviceRegistry registry,
        Intake intake,
        Quarantine quarantine,
        BooleanSupplier devicesKnown,
        int member,
        IngestClock clock,
        DownlinkRouter router,
        BooleanSupplier leads) {
    /** Of a bridge that nobody tells anything by. */
    public BridgeServices(
            DeviceRegistry registry,
            Intake intake,
            Quarantine quarantine,
            BooleanSupplier devicesKnown,
            int member,
            IngestClock clock) {
        this(registry, intake, quarantine, devicesKnown, member, clock, new DownlinkRouter(), () -> false);
    }
}
