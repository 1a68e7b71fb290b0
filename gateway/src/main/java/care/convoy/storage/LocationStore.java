package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where residents were. Nobody reads that without a purpose: who, whose and what for is in the audit before a position is
 * handed out, and if it cannot be written nothing is read. Thread-safe; may throw {@link StorageUnavailable}.
 */
public final class LocationStore {
    /** Most positions of one answer; beyond it the oldest are left out. */
    public static final int MOST = 20_000;

    private final Database database;

    public LocationStore(Database database) {
        this.database = database;
    }

    /** What positions are read for. */
    public enum Aim {
        /** To find a person now; the reference is the alert. */
        EMERGENCY("emergency"),
        /** To judge or set a fence; the reference is the fence or its order. */
        FENCE("fence"),
        /** The resident, or who acts for them, asks what is stored; the reference is the request. */
        SUBJECT_ACCESS("subject-access");

        private final String word;

        Aim(String word) {
            this.word = word;
        }
    }

    /**
     * A purpose.
     *
     * @param reference what it can be looked up by later: 1 to 64 characters of {@code A-Z a-z 0-9 . _ : -}
     */
    public record Purpose(Aim aim, String reference) {
        private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

        public Purpose {
            if (!REFERENCE.matcher(reference).matches()) {
                throw new IllegalArgumentException(
                        "reference: 1 to 64 characters of A-Z a-z 0-9 . _ : -, as the number of the alert");
            }
        }
    }

    /** Who reads. @param actor login or name of a token @param address of the client, or empty */
    public record Reader(String actor, String address) {}

    /**
     * Whose positions.
     *
     * @param from inclusive
     * @param to exclusive, after {@code from} and at most 31 days later
     */
    public record Query(ResidentId resident, Instant from, Instant to) {
        public Query {
            Duration range = Duration.between(from, to);
            if (!range.isPositive() || range.compareTo(Duration.ofDays(31)) > 0) {
                throw new IllegalArgumentException("to: after from, and at most 31 days later");
            }
        }
    }

    /** One position. @param at time of the fix if that can be, else of its reception */
    public record Place(DeviceId device, Instant at, Position position) {}

    /** Positions, oldest first. */
    public List<Place> history(Purpose purpose, Reader reader, Query query) {
        return database.records(connection -> {
            audit(connection, purpose, reader, query.resident());
            return read(connection, query);
        });
    }

    private static void audit(Connection connection, Purpose purpose, Reader reader, ResidentId resident)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into audit (at, actor, address, action, subject, outcome, detail)
                values (now(), ?, ?, 'location.read', ?, 'done', ?)""")) {
            insert.setString(1, HistoryJson.storable(reader.actor()));
            insert.setString(2, HistoryJson.storable(reader.address()));
            insert.setString(3, resident.value());
            insert.setString(4, purpose.aim().word + " " + purpose.reference());
            insert.executeUpdate();
        }
    }

    private static List<Place> read(Connection connection, Query query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select d.external_id, l.time, l.lat, l.lon, coalesce(l.accuracy, -1) as accuracy, l.source, l.valid
                from location_history l join device d on d.id = l.device_id
                where l.resident_id = (select id from resident where external_id = ?) and l.time >= ? and l.time < ?
                order by l.time desc, d.external_id limit ?""")) {
            select.setString(1, query.resident().value());
            select.setObject(2, Rows.time(query.from().toEpochMilli()));
            select.setObject(3, Rows.time(query.to().toEpochMilli()));
            select.setInt(4, MOST);
            List<Place> places = new ArrayList<>();
            try (ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    places.add(place(rows));
                }
            }
            return List.copyOf(places.reversed());
        }
    }

    private static Place place(ResultSet rows) throws SQLException {
        long at = Rows.millis(rows, "time");
        return new Place(
                new DeviceId(rows.getString("external_id")),
                Instant.ofEpochMilli(at),
                new Position(
                        rows.getDouble("lat"),
                        rows.getDouble("lon"),
                        rows.getDouble("accuracy"),
                        SpoolRecord.sourceOf(rows.getInt("source")),
                        rows.getBoolean("valid"),
                        at));
    }
}
