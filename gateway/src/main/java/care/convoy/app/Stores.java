package care.convoy.app;

import care.convoy.storage.AlertHistory;
import care.convoy.storage.AuditLog;
import care.convoy.storage.Database;
import care.convoy.storage.DeviceLatestStore;
import care.convoy.storage.DeviceStore;
import care.convoy.storage.DisclosureStores;
import care.convoy.storage.LocationStore;
import care.convoy.storage.PlanStore;
import care.convoy.storage.Projector;
import care.convoy.storage.QuarantineStore;
import care.convoy.storage.ResidentStore;
import care.convoy.storage.RuleBookStore;
import care.convoy.storage.SeriesUpkeep;
import care.convoy.storage.TokenStore;
import care.convoy.storage.UserStore;
import care.convoy.storage.VitalsStore;
import care.convoy.storage.VitalsWriter;

/** The open stores of one database, and the threads that write to it. */
record Stores(
        Database database,
        ResidentStore residents,
        DeviceStore devices,
        PlanStore plans,
        UserStore users,
        TokenStore tokens,
        AuditLog audit,
        RuleBookStore rules,
        AlertHistory alerts,
        VitalsStore vitals,
        LocationStore locations,
        DisclosureStores disclosures,
        DeviceLatestStore latest,
        QuarantineStore quarantine,
        Projector projector,
        VitalsWriter writer,
        SeriesUpkeep upkeep) {
    Stores with(Projector another) {
        return new Stores(
                database,
                residents,
                devices,
                plans,
                users,
                tokens,
                audit,
                rules,
                alerts,
                vitals,
                locations,
                disclosures,
                latest,
                quarantine,
                another,
                writer,
                upkeep);
    }
}
