package care.convoy.storage;

import care.convoy.ingest.DeviceRegistry;
import care.convoy.resident.ResidentDirectory;
import java.nio.file.Path;
import java.sql.Statement;
import java.time.Instant;
import org.assertj.core.api.Assertions;

/** Residents, devices and measurements in a database of their own, for tests of what is handed out. */
public final class MeasuredPeople implements AutoCloseable {
    private final Database database = TestPostgres.database();
    private final VitalsPartitions partitions = new VitalsPartitions(database);
    private final Provisions provisions;

    public MeasuredPeople(Path directory) {
        provisions = new Provisions(database, directory);
    }

    public Database database() {
        return database;
    }

    public ResidentDirectory residents() {
        return provisions.residents;
    }

    public DeviceRegistry devices() {
        return provisions.devices;
    }

    public DisclosureStores stores() {
        return DisclosureStores.of(database);
    }

    /** Residents, as in their file. */
    public void residents(String csv) {
        Assertions.assertThat(provisions.residents(csv).errors()).isEmpty();
    }

    /** Devices, as in their file. */
    public void devices(String csv) {
        Assertions.assertThat(provisions.devices(csv).errors()).isEmpty();
    }

    /** Writes sets; {@code values} as {@code hr, spo2, sys, dia, temp, temp_site, resp, steps, flags} in SQL. */
    public void measured(String resident, String device, Instant at, String values) {
        series(resident, device, new Times(at, at, "1 minute"), values);
    }

    /** When something was measured. @param to inclusive @param each an interval */
    public record Times(Instant from, Instant to, String each) {}

    /** The same again and again; {@code values} may use {@code n}, the number of the set. */
    public void series(String resident, String device, Times times, String values) {
        long day = 86_400_000L;
        long to = times.to().toEpochMilli();
        for (long at = times.from().toEpochMilli(); at < to + day; at += day) {
            var chunk = VitalsPartitions.dayOf(Math.min(at, to));
            database.series(connection -> {
                partitions.ensure(connection, chunk);
                return true;
            });
        }
        String sql =
                "insert into vitals (time, resident_id, device_id, hr, spo2, sys, dia, temp, temp_site, resp, steps,"
                        + " flags) select g.t, r.id, d.id, " + values + " from resident r, device d,"
                        + " generate_series(timestamptz '" + times.from() + "', timestamptz '" + times.to()
                        + "', interval '"
                        + times.each() + "') with ordinality as g(t, n) where r.external_id = '" + resident
                        + "' and d.external_id = '" + device + "'";
        database.series(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }

    /** The first column of the first row. */
    public String text(String query) {
        return new Sql(database).text(query);
    }

    public void run(String statement) {
        new Sql(database).run(statement);
    }

    @Override
    public void close() {
        database.close();
    }
}
