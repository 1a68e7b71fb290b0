package care.convoy.storage;

import care.convoy.ingest.RegisteredDevice.Protocol;
import care.convoy.ingest.UnknownCaller;
import care.convoy.ingest.UnknownCallers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Unknown ids that called for help, and who dismissed which: what the gateways on one database know together. Bounded as in
 * {@link UnknownCallers}: each gateway brings no more than it holds, and of the dismissed the last {@link UnknownCallers#MAX_DISMISSED} stay. Thread-safe;
 * every method may throw {@link care.convoy.resident.StorageUnavailable}.
 */
public final class CallerStore {
    private static final String FIND = "select * from unknown_caller where protocol = ? and id = ? for update";
    private static final String KEEP = """
            insert into unknown_caller (protocol, id, address, kind, opened_at, rang_at, last_at, times, dismissed_opened_at,
              dismissed_by, dismissed_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (protocol, id) do update set
              address = excluded.address, kind = excluded.kind, opened_at = excluded.opened_at, rang_at = excluded.rang_at,
              last_at = excluded.last_at, times = excluded.times, dismissed_opened_at = excluded.dismissed_opened_at,
              dismissed_by = excluded.dismissed_by, dismissed_at = excluded.dismissed_at""";
    private static final String TRIM = """
            delete from unknown_caller c using (
              select protocol, id, row_number() over (order by dismissed_at desc) as place from unknown_caller
              where dismissed_opened_at >= opened_at) old
            where old.place > ? and c.protocol = old.protocol and c.id = old.id""";

    private final Database database;

    public CallerStore(Database database) {
        this.database = database;
    }

    /** Adds what one gateway knows to what is kept. @return the same callers as all of them know them together now */
    public List<UnknownCaller> keep(Collection<UnknownCaller> changed) {
        List<UnknownCaller> ordered = new ArrayList<>(changed);
        // in one order by all gateways, so that they never wait for each other in a ring
        ordered.sort(Comparator.comparing(UnknownCaller::protocol).thenComparing(UnknownCaller::id));
        return database.records(connection -> {
            List<UnknownCaller> together = new ArrayList<>();
            try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
                for (UnknownCaller each : ordered) {
                    UnknownCaller kept = find(connection, each);
                    UnknownCaller now = kept == null ? each : each.mergedWith(kept);
                    bind(keep, now);
                    keep.addBatch();
                    together.add(now);
                }
                keep.executeBatch();
            }
            try (PreparedStatement trim = connection.prepareStatement(TRIM)) {
                trim.setInt(1, UnknownCallers.MAX_DISMISSED);
                trim.executeUpdate();
            }
            return together;
        });
    }

    private static @Nullable UnknownCaller find(Connection connection, UnknownCaller caller) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, caller.protocol().name());
            find.setString(2, HistoryJson.storable(caller.id()));
            try (ResultSet rows = find.executeQuery()) {
                return rows.next() ? read(rows) : null;
            }
        }
    }

    private static void bind(PreparedStatement to, UnknownCaller caller) throws SQLException {
        UnknownCaller.Dismissed dismissed = caller.dismissed();
        to.setString(1, caller.protocol().name());
        to.setString(2, HistoryJson.storable(caller.id()));
        to.setString(3, caller.address());
        to.setString(4, caller.kind());
        Rows.setTime(to, 5, caller.openedMillis());
        Rows.setTime(to, 6, caller.rangMillis());
        Rows.setTime(to, 7, caller.lastMillis());
        to.setLong(8, caller.times());
        Rows.setTime(to, 9, dismissed == null ? 0 : dismissed.openedMillis());
        to.setString(10, dismissed == null ? "" : dismissed.by());
        Rows.setTime(to, 11, dismissed == null ? 0 : dismissed.atMillis());
    }

    /** Callers that go by themselves, unless they called again meanwhile. */
    public void remove(Collection<UnknownCaller> gone) {
        database.<Integer>records(connection -> {
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from unknown_caller where protocol = ? and id = ? and last_at <= ?")) {
                for (UnknownCaller each : gone) {
                    delete.setString(1, each.protocol().name());
                    delete.setString(2, HistoryJson.storable(each.id()));
                    Rows.setTime(delete, 3, each.lastMillis());
                    delete.addBatch();
                }
                return delete.executeBatch().length;
            }
        });
    }

    /** Everything. */
    public List<UnknownCaller> loadAll() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select * from unknown_caller");
                    ResultSet rows = Rows.streamed(select)) {
                List<UnknownCaller> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(read(rows));
                }
                return all;
            }
        });
    }

    private static UnknownCaller read(ResultSet rows) throws SQLException {
        long dismissedOpened = Rows.millis(rows, "dismissed_opened_at");
        return new UnknownCaller(
                Protocol.valueOf(rows.getString("protocol")),
                rows.getString("id"),
                rows.getString("address"),
                rows.getString("kind"),
                Rows.millis(rows, "opened_at"),
                Rows.millis(rows, "rang_at"),
                Rows.millis(rows, "last_at"),
                rows.getLong("times"),
                dismissedOpened == 0
                        ? null
                        : new UnknownCaller.Dismissed(
                                dismissedOpened, rows.getString("dismissed_by"), Rows.millis(rows, "dismissed_at")));
    }
}
