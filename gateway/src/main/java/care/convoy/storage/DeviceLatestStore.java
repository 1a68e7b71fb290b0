package care.convoy.storage;

import care.convoy.alert.AlertKind;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.DeviceLatest;
import care.convoy.ingest.DeviceLatest.Link;
import care.convoy.ingest.DeviceLatest.Reading;
import care.convoy.ingest.LatestBoard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each device last said, so that {@link LatestBoard} can be filled at start. Thread-safe. */
public final class DeviceLatestStore {
    private static final String COLUMNS = """
            device_id, received_at, battery, signal, steps, lat, lon, accuracy, source, valid, position_at, hr, hr_at, \
            spo2, spo2_at, sys, sys_at, dia, dia_at, temp_centi, temp_site, temp_at, resp, resp_at, alarms, raw_status, \
            connection_lost_at, address, firmware""";
    private static final String UPSERT = "insert into device_latest (" + COLUMNS
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (device_id) do update set " + assignments()
            + " where device_latest.received_at is null or excluded.received_at >= device_latest.received_at";

    private final Database database;

    public DeviceLatestStore(Database database) {
        this.database = database;
    }

    /** Everything that was kept. @throws StorageUnavailable if the database is away */
    public List<DeviceLatest> loadAll() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select " + COLUMNS + " from device_latest");
                    ResultSet rows = Rows.streamed(select)) {
                List<DeviceLatest> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(read(rows));
                }
                return all;
            }
        });
    }

    /** Keeps them, each device at most once, within the caller's transaction. */
    static void write(Connection connection, List<DeviceLatest> latest) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (DeviceLatest each : latest) {
                bind(connection, upsert, each);
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static String assignments() {
        List<String> assignments = new ArrayList<>();
        for (String column : COLUMNS.split(", *", -1)) {
            if (!column.equals("device_id")) {
                assignments.add(column + " = excluded." + column);
            }
        }
        return String.join(", ", assignments);
    }

    private static void bind(Connection connection, PreparedStatement to, DeviceLatest latest) throws SQLException {
        to.setString(1, latest.device().value());
        Rows.setTime(to, 2, latest.receivedAtMillis());
        Rows.setNumber(to, 3, latest.batteryPercent());
        Rows.setNumber(to, 4, latest.signalPercent());
        Rows.setNumber(to, 5, latest.steps());
        bindPosition(to, latest.position());
        bindReading(to, 12, latest.heartRateBpm());
        bindReading(to, 14, latest.spo2Percent());
        bindReading(to, 16, latest.systolicMmHg());
        bindReading(to, 18, latest.diastolicMmHg());
        Reading temperature = latest.temperatureCentiC();
        Rows.setNumber(to, 20, valueOf(temperature));
        Rows.setText(to, 21, latest.temperatureSite());
        Rows.setTime(to, 22, temperature == null ? 0 : temperature.atMillis());
        bindReading(to, 23, latest.respirationPerMin());
        to.setArray(25, Rows.names(connection, latest.alarms()));
        to.setString(26, latest.rawStatus());
        Rows.setTime(to, 27, latest.connectionLostAtMillis());
        to.setString(28, latest.link().address());
        to.setString(29, latest.link().firmware());
    }

    private static void bindPosition(PreparedStatement to, @Nullable Position position) throws SQLException {
        to.setObject(6, position == null ? null : position.latitude(), Types.DOUBLE);
        to.setObject(7, position == null ? null : position.longitude(), Types.DOUBLE);
        to.setObject(8, position == null ? null : position.accuracyMetres(), Types.DOUBLE);
        Rows.setText(to, 9, position == null ? null : position.source());
        to.setObject(10, position == null ? null : position.valid(), Types.BOOLEAN);
        to.setObject(11, position == null ? null : Rows.time(position.atMillis()), Types.TIMESTAMP_WITH_TIMEZONE);
    }

    /** The value, and its time in the column after it. */
    private static void bindReading(PreparedStatement to, int index, @Nullable Reading reading) throws SQLException {
        Rows.setNumber(to, index, valueOf(reading));
        Rows.setTime(to, index + 1, reading == null ? 0 : reading.atMillis());
    }

    private static int valueOf(@Nullable Reading reading) {
        return reading == null ? DeviceMessage.ABSENT : reading.value();
    }

    private static DeviceLatest read(ResultSet rows) throws SQLException {
        Set<AlertKind> alarms = EnumSet.noneOf(AlertKind.class);
        for (String each : Rows.texts(rows, "alarms")) {
            alarms.add(AlertKind.valueOf(each));
        }
        return new DeviceLatest(
                new DeviceId(rows.getString("device_id")),
                Rows.millis(rows, "received_at"),
                Rows.wholeNumber(rows, "battery", DeviceMessage.ABSENT),
                Rows.wholeNumber(rows, "signal", DeviceMessage.ABSENT),
                Rows.wholeNumber(rows, "steps", DeviceMessage.ABSENT),
                readPosition(rows),
                readReading(rows, "hr", "hr_at"),
                readReading(rows, "spo2", "spo2_at"),
                readReading(rows, "sys", "sys_at"),
                readReading(rows, "dia", "dia_at"),
                readReading(rows, "temp_centi", "temp_at"),
                TemperatureSite.valueOf(rows.getString("temp_site")),
                readReading(rows, "resp", "resp_at"),
                alarms,
                rows.getString("raw_status"),
                Rows.millis(rows, "connection_lost_at"),
                new Link(rows.getString("address"), rows.getString("firmware")));
    }

    private static @Nullable Position readPosition(ResultSet rows) throws SQLException {
        double latitude = rows.getDouble("lat");
        if (rows.wasNull()) {
            return null;
        }
        return new Position(
                latitude,
                rows.getDouble("lon"),
                rows.getDouble("accuracy"),
                Position.Source.valueOf(rows.getString("source")),
                rows.getBoolean("valid"),
                Rows.millis(rows, "position_at"));
    }

    private static @Nullable Reading readReading(ResultSet rows, String column, String timeColumn) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : new Reading(value, Rows.millis(rows, timeColumn));
    }
}
