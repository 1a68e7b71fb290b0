package care.convoy.storage;

import care.convoy.ingest.Quarantine;
import care.convoy.ingest.Quarantine.Entry;
import care.convoy.ingest.Quarantine.Kept;
import care.convoy.ingest.RegisteredDevice.Protocol;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gateways on one database have in quarantine; at most {@link Quarantine#MAX_ENTRIES} ids of each protocol: those
 * that call, those that come again, then the last heard. Thread-safe; every method may throw {@link care.convoy.resident.StorageUnavailable}.
 */
public final class QuarantineStore {
    private static final String ADD = """
            insert into quarantine as q (protocol, id, reason, address, first_seen, last_seen, count, last_kind, vendor,
              calls, last_call, last_call_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (protocol, id, reason) do update set
              address = excluded.address, last_kind = excluded.last_kind, vendor = excluded.vendor,
              first_seen = least(q.first_seen, excluded.first_seen), last_seen = greatest(q.last_seen, excluded.last_seen),
              count = q.count + excluded.count, calls = q.calls + excluded.calls,
              last_call = case when excluded.last_call_at is null then q.last_call else excluded.last_call end,
              last_call_at = greatest(q.last_call_at, excluded.last_call_at)""";
    /** Who goes is as in {@code ingest.QuarantineList}, whose javadoc says why. */
    private static final String TRIM = """
            delete from quarantine q using (
              select protocol, id, reason, row_number() over (partition by protocol order by
                  case when worth = 2 and place <= ? then 0 when worth = 1 and place <= ? then 1 else 2 + worth end,
                  place) as place
              from (select *, row_number() over (partition by protocol, worth order by within_network, last_seen desc) as place
                from (select *, row_number() over (partition by protocol, worth, network order by
                    again desc, last_seen desc) as within_network
                  from (select protocol, id, reason, last_seen, again,
                      case when calls > 0 then 2 when again then 1 else 0 end as worth, network
                    from (select *, count > 1 and last_seen - first_seen >= interval '1 minute' as again,
                        case when address like '%:%:%:%' then split_part(address, ':', 1) || ':' || split_part(address, ':', 2)
                            || ':' || split_part(address, ':', 3)
                          else regexp_replace(address, '[.][^.]*$', '') end as network
                      from quarantine) named) ranked) fair) placed) ordered
            where ordered.place > ? and q.protocol = ordered.protocol and q.id = ordered.id and q.reason = ordered.reason""";

    private final Database database;

    public QuarantineStore(Database database) {
        this.database = database;
    }

    /** Adds what is new: counts are added up, the rest is the newest. */
    public void add(List<Kept> news) {
        database.<Integer>records(connection -> {
            try (PreparedStatement add = connection.prepareStatement(ADD)) {
                for (Kept each : news) {
                    bind(add, each);
                    add.addBatch();
                }
                add.executeBatch();
            }
            return trim(connection);
        });
    }

    private static int trim(Connection connection) throws SQLException {
        try (PreparedStatement trim = connection.prepareStatement(TRIM)) {
            trim.setInt(1, Quarantine.CALLED_KEPT);
            trim.setInt(2, Quarantine.STAYING_KEPT);
            trim.setInt(3, Quarantine.MAX_ENTRIES);
            return trim.executeUpdate();
        }
    }

    private static void bind(PreparedStatement to, Kept kept) throws SQLException {
        Entry entry = kept.entry();
        to.setString(1, entry.protocol().name());
        to.setString(2, HistoryJson.storable(entry.id()));
        to.setString(3, entry.reason().name());
        to.setString(4, entry.address());
        Rows.setTime(to, 5, entry.firstSeenMillis());
        Rows.setTime(to, 6, entry.lastSeenMillis());
        to.setLong(7, entry.count());
        to.setString(8, entry.lastKind());
        to.setString(9, HistoryJson.storable(entry.vendor()));
        to.setLong(10, entry.calls());
        to.setString(11, kept.lastCall());
        Rows.setTime(to, 12, kept.lastCallMillis());
    }

    /** Somebody has seen to it. */
    public void forget(Protocol protocol, String id) {
        database.<Integer>records(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from quarantine where protocol = ? and id = ?")) {
                delete.setString(1, protocol.name());
                delete.setString(2, HistoryJson.storable(id));
                return delete.executeUpdate();
            }
        });
    }

    /** Everything. */
    public List<Kept> loadAll() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select * from quarantine");
                    ResultSet rows = Rows.streamed(select)) {
                List<Kept> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(read(rows));
                }
                return all;
            }
        });
    }

    private static Kept read(ResultSet rows) throws SQLException {
        Entry entry = new Entry(
                Quarantine.Reason.valueOf(rows.getString("reason")),
                Protocol.valueOf(rows.getString("protocol")),
                rows.getString("id"),
                rows.getString("address"),
                Rows.millis(rows, "first_seen"),
                Rows.millis(rows, "last_seen"),
                rows.getLong("count"),
                rows.getString("last_kind"),
                rows.getString("vendor"),
                rows.getLong("calls"));
        return new Kept(entry, rows.getString("last_call"), Rows.millis(rows, "last_call_at"));
    }
}
