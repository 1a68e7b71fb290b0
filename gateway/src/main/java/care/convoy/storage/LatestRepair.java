package care.convoy.storage;

import care.convoy.device.DeviceMessage;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the table of latest values up to the series where a gateway or the database died between the two: works off the notes
 * that their writer did not take out ({@link LatestVitals#note}). Several gateways may do so at once, for each other as well;
 * doing it twice changes nothing. Stateless.
 */
final class LatestRepair {
    private static final Logger LOG = LoggerFactory.getLogger(LatestRepair.class);

    /** The oldest note that its writer would have taken out long ago. */
    private static final String TAKE = """
            delete from vitals_latest_due where id =
              (select id from vitals_latest_due where noted_at < now() - interval '10 seconds'
               order by id limit 1 for update skip locked)
            returning residents, since""";

    /** Parameters: residents, their times (milliseconds), and the earliest of all, so that the planner sees which chunks it needs. */
    private static final String ROWS = """
            select v.time, v.resident_id, v.hr, v.spo2, v.sys, v.dia, (v.temp * 100)::numeric::int as temp_centi, v.temp_site,
              v.resp, v.steps, v.battery, v.flags
            from unnest(?::int8[], ?::int8[]) as d(resident, since) join vitals v
              on v.resident_id = d.resident and v.time >= to_timestamp(d.since / 1000.0::float8)
            where v.time >= ?""";

    private final Database database;

    LatestRepair(Database database) {
        this.database = database;
    }

    /**
     * Works off all notes that are 10 s old.
     *
     * @return residents whose latest values were made up
     * @throws StorageUnavailable if the database is away; the next run goes on
     */
    int run() {
        int all = 0;
        while (true) {
            int residents = database.series(LatestRepair::one);
            if (residents == 0) {
                break;
            }
            all += residents;
        }
        if (all > 0) {
            LOG.info("latest values of {} residents made up from the series", all);
        }
        return all;
    }

    private static int one(Connection connection) throws SQLException {
        try (PreparedStatement take = connection.prepareStatement(TAKE);
                ResultSet note = take.executeQuery()) {
            if (!note.next()) {
                return 0;
            }
            long[] residents = numbers(note, "residents");
            LatestVitals latest = new LatestVitals();
            read(connection, residents, numbers(note, "since"), latest);
            latest.write(connection);
            return residents.length;
        }
    }

    private static void read(Connection connection, long[] residents, long[] since, LatestVitals into)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ROWS)) {
            select.setObject(1, residents);
            select.setObject(2, since);
            select.setObject(3, Rows.time(LongStream.of(since).min().orElse(0)));
            try (ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    int flags = Rows.wholeNumber(rows, "flags", 0);
                    int battery = Rows.wholeNumber(rows, "battery", DeviceMessage.ABSENT);
                    into.add(rows.getLong("resident_id"), Rows.millis(rows, "time"), vitals(rows), battery, flags);
                }
            }
        }
    }

    private static Vitals vitals(ResultSet rows) throws SQLException {
        return new Vitals(
                Rows.wholeNumber(rows, "hr", Vitals.NOT_MEASURED),
                Rows.wholeNumber(rows, "spo2", Vitals.NOT_MEASURED),
                Rows.wholeNumber(rows, "sys", Vitals.NOT_MEASURED),
                Rows.wholeNumber(rows, "dia", Vitals.NOT_MEASURED),
                Rows.wholeNumber(rows, "temp_centi", Vitals.NOT_MEASURED),
                Rows.wholeNumber(rows, "temp_site", 0) == 1 ? TemperatureSite.CORE : TemperatureSite.SKIN,
                Rows.wholeNumber(rows, "resp", Vitals.NOT_MEASURED),
                Rows.wholeNumber(rows, "steps", Vitals.NOT_MEASURED));
    }

    private static long[] numbers(ResultSet rows, String column) throws SQLException {
        return Stream.of((Long[]) rows.getArray(column).getArray())
                .mapToLong(Long::longValue)
                .toArray();
    }
}
