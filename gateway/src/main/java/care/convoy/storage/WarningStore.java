package care.convoy.storage;

import care.convoy.warning.CapMessage;
import care.convoy.warning.CapMessage.Severity;
import care.convoy.warning.CapReader;
import care.convoy.warning.Warning;
import care.convoy.warning.WarningBook;
import care.convoy.warning.WarningId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings in the database, as they came, read anew when they are wanted. At most {@value #MOST_IN_A_DAY} a day: more are refused, so
 * that a sender gone wild fills no disk. Thread-safe.
 */
public final class WarningStore implements WarningBook {
    private static final int MOST_IN_A_DAY = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(WarningStore.class);

    private static final String FIND = "select message from warning where sender = ? and identifier = ? and sent = ?";
    private static final String ADD = """
            insert into warning (sender, identifier, sent, status, msg_type, severity, ends_at, received_from, area, message)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (sender, identifier, sent) do nothing returning id""";
    private static final String CURRENT = """
            select w.id from warning w
            where w.ends_at > ? and w.msg_type in ('ALERT', 'UPDATE') and w.status in ('ACTUAL', 'EXERCISE', 'TEST')
              and not exists (
                select from warning_reference r join warning u on u.id = r.warning_id
                where r.sender = w.sender and r.identifier = w.identifier and r.sent = w.sent
                  and u.sender = w.sender and u.status = w.status and u.sent >= w.sent
                  and u.msg_type in ('UPDATE', 'CANCEL'))
            order by array_position(array['ACTUAL', 'EXERCISE'], w.status),
              array_position(array['EXTREME', 'SEVERE', 'MODERATE', 'MINOR'], w.severity), w.sent desc, w.id
            limit ?""";

    /** What ends a warning that would hold again without it stays as long as that. */
    private static final String FORGET = """
            delete from warning u where u.ends_at < ? and u.received_at < ?
              and not exists (
                select from warning_reference r
                join warning w on w.sender = r.sender and w.identifier = r.identifier and w.sent = r.sent
                where r.warning_id = u.id and w.ends_at >= ?)""";

    private final Database database;

    public WarningStore(Database database) {
        this.database = database;
    }

    @Override
    public Kept add(Incoming incoming, byte[] xml) {
        return database.records(connection -> {
            CapMessage message = incoming.message();
            Kept there = compare(connection, message);
            if (there != Kept.STORED) {
                return there;
            }
            if (!hasRoom(connection)) {
                return Kept.NO_ROOM;
            }
            // somebody else may have added it since: then it is compared with that
            return insert(connection, incoming, xml) ? Kept.STORED : compare(connection, message);
        });
    }

    /** STORED if there is none of that id. */
    private static Kept compare(Connection connection, CapMessage message) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            id(find, 1, message.id());
            try (ResultSet rows = find.executeQuery()) {
                if (!rows.next()) {
                    return Kept.STORED;
                }
                return CapReader.read(rows.getBytes(1)).equals(message) ? Kept.KNOWN : Kept.DIFFERS;
            }
        }
    }

    private static boolean hasRoom(Connection connection) throws SQLException {
        try (PreparedStatement count = connection.prepareStatement(
                        "select count(*) from warning where received_at > now() - interval '1 day'");
                ResultSet rows = count.executeQuery()) {
            return rows.next() && rows.getLong(1) < MOST_IN_A_DAY;
        }
    }

    private static boolean insert(Connection connection, Incoming incoming, byte[] xml) throws SQLException {
        CapMessage message = incoming.message();
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            id(add, 1, message.id());
            add.setString(4, message.status().name());
            add.setString(5, message.type().name());
            add.setString(6, worst(message).name());
            add.setObject(7, Rows.time(message.ends().toEpochMilli()));
            add.setString(8, incoming.from());
            add.setString(9, incoming.within());
            add.setBytes(10, xml);
            try (ResultSet made = add.executeQuery()) {
                if (!made.next()) {
                    return false;
                }
                refer(connection, made.getLong(1), message.references());
                return true;
            }
        }
    }

    private static void refer(Connection connection, long number, List<WarningId> references) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(
                "insert into warning_reference (warning_id, sender, identifier, sent) values (?, ?, ?, ?)")) {
            for (WarningId each : references) {
                add.setLong(1, number);
                id(add, 2, each);
                add.addBatch();
            }
            add.executeBatch();
        }
    }

    private static void id(PreparedStatement to, int from, WarningId id) throws SQLException {
        to.setString(from, id.sender());
        to.setString(from + 1, id.identifier());
        to.setObject(from + 2, Rows.time(id.sent().toEpochMilli()));
    }

    private static Severity worst(CapMessage message) {
        return message.infos().stream()
                .map(info -> info.degree().severity())
                .min(Comparator.naturalOrder())
                .orElse(Severity.UNKNOWN);
    }

    @Override
    public List<Long> current(Instant now, int most) {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(CURRENT)) {
                select.setObject(1, Rows.time(now.toEpochMilli()));
                select.setInt(2, most);
                List<Long> numbers = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        numbers.add(rows.getLong(1));
                    }
                }
                return numbers;
            }
        });
    }

    @Override
    public List<Warning> read(Collection<Long> numbers) {
        return database.records(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select id, area, message from warning where id = any(?)")) {
                select.setArray(1, connection.createArrayOf("bigint", numbers.toArray()));
                List<Warning> found = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        if (CapReader.read(rows.getBytes(3)) instanceof CapMessage message) {
                            found.add(new Warning(rows.getLong(1), message, rows.getString(2)));
                        } else {
                            LOG.warn("warning {} was kept by another version and cannot be read", rows.getLong(1));
                        }
                    }
                }
                return found;
            }
        });
    }

    @Override
    public int forget(Instant endedBefore) {
        return database.records(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
                for (int i = 1; i <= 3; i++) {
                    delete.setObject(i, Rows.time(endedBefore.toEpochMilli()));
                }
                return delete.executeUpdate();
            }
        });
    }
}
