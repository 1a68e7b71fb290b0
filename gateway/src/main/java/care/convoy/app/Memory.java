package care.convoy.app;

import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.LatestBoard;
import care.convoy.monitoring.RulesInForce;
import care.convoy.operator.UserDirectory;
import care.convoy.resident.RecordsCache;
import care.convoy.resident.ResidentDirectory;

/** What this node knows without asking the database: fed from it, and from the encrypted cache file when it is away. */
record Memory(
        ResidentDirectory residents,
        DeviceRegistry devices,
        LatestBoard latest,
        UserDirectory users,
        RulesInForce rules) {
    void fill(RecordsCache.Records records) {
        residents.replaceAll(records.residents(), records.contacts(), records.planChanges());
        devices.put(records.devices());
        users.put(records.users());
        users.putTokens(records.tokens());
    }
}
