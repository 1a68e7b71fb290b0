package care.convoy.storage;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.alert.Task;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.device.Sealed;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All alerts there ever were, as the projector wrote them; an open alert's newest state is in the core, this follows.
 * Thread-safe; every method may throw {@link StorageUnavailable}.
 */
public final class AlertHistory {
    /** Most alerts that one query returns. */
    public static final int MOST = 10_000;

    /** Most lines of one alert's time line; beyond it the newest are left out. */
    private static final int MOST_EVENTS = 5_000;

    private final Database database;

    public AlertHistory(Database database) {
        this.database = database;
    }

    /**
     * Which alerts.
     *
     * @param states none for all
     * @param scopePrefix administrative code of the resident; empty for the whole tree. Alerts of nobody known are always
     *     shown
     * @param before the last alert of the page before, null for the first page
     * @param limit 1 to {@link #MOST}
     */
    public record Query(
            Set<AlertState> states,
            String scopePrefix,
            @Nullable Place before,
            int limit) {
        public Query {
            states = Set.copyOf(states);
            if (limit < 1 || limit > MOST) {
                throw new IllegalArgumentException("limit: 1 to " + MOST);
            }
        }
    }

    /** Where a page ended. */
    public record Place(long receivedAtMillis, AlertId id) {}

    /** One alert with its time line. */
    public Optional<AlertView> find(AlertId id) {
        return database.records(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("select " + AlertRow.COLUMNS + " from alert where id = ?")) {
                select.setObject(1, id.value());
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? Optional.of(AlertRow.read(rows, timeline(connection, id))) : Optional.empty();
                }
            }
        });
    }

    /** A resident's alerts without their time lines, newest first. @param limit 1 to {@link #MOST} */
    public List<AlertView> ofResident(ResidentId resident, int limit) {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select " + AlertRow.COLUMNS
                    + " from alert where resident_id = ? order by received_at desc, id desc limit ?")) {
                select.setString(1, resident.value());
                select.setInt(2, limit);
                return readAll(select);
            }
        });
    }

    /** How many alerts a resident had since that time. */
    public int countOf(ResidentId resident, long sinceMillis) {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "select count(*) from alert where resident_id = ? and received_at >= ?")) {
                select.setString(1, resident.value());
                select.setObject(2, Rows.time(sinceMillis));
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    return rows.getInt(1);
                }
            }
        });
    }

    /** All tasks that are not cured, oldest first; at most {@link #MOST}. */
    public List<Task> openTasks() {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                            select device_id, kind, resident_id, priority, status, opened_at, last_at, times, evidence from task
                            where cured_at is null order by opened_at limit 10000""");
                    ResultSet rows = select.executeQuery()) {
                List<Task> tasks = new ArrayList<>();
                while (rows.next()) {
                    tasks.add(readTask(rows));
                }
                return tasks;
            }
        });
    }

    private static Task readTask(ResultSet rows) throws SQLException {
        String resident = rows.getString("resident_id");
        byte[] evidence = rows.getBytes("evidence");
        return new Task(
                new DeviceId(rows.getString("device_id")),
                AlertKind.valueOf(rows.getString("kind")),
                resident == null ? null : new ResidentId(resident),
                Priority.valueOf(rows.getString("priority")),
                AlertStatus.valueOf(rows.getString("status")),
                Rows.millis(rows, "opened_at"),
                Rows.millis(rows, "last_at"),
                rows.getInt("times"),
                evidence == null ? null : Sealed.copyOf(evidence));
    }

    /** A page of alerts without their time lines, newest first. */
    public List<AlertView> page(Query query) {
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sqlOf(query))) {
                int index = 1;
                if (!query.states().isEmpty()) {
                    select.setArray(index++, Rows.names(connection, query.states()));
                }
                if (!query.scopePrefix().isEmpty()) {
                    select.setString(index++, query.scopePrefix());
                }
                Place before = query.before();
                if (before != null) {
                    select.setObject(index++, Rows.time(before.receivedAtMillis()));
                    select.setObject(index++, before.id().value());
                }
                select.setInt(index, query.limit());
                return readAll(select);
            }
        });
    }

    private static String sqlOf(Query query) {
        return "select " + AlertRow.COLUMNS + " from alert where true"
                + (query.states().isEmpty() ? "" : " and state = any(?)")
                + (query.scopePrefix().isEmpty()
                        ? ""
                        : " and (resident_id is null or exists (select from resident r"
                                + " where r.external_id = alert.resident_id and starts_with(r.region_code, ?)))")
                + (query.before() == null ? "" : " and (received_at, id) < (?, ?)")
                + " order by received_at desc, id desc limit ?";
    }

    private static List<AlertView> readAll(PreparedStatement select) throws SQLException {
        List<AlertView> alerts = new ArrayList<>();
        try (ResultSet rows = Rows.streamed(select)) {
            while (rows.next()) {
                alerts.add(AlertRow.read(rows, List.of()));
            }
        }
        return alerts;
    }

    private static List<AlertView.TimelineEntry> timeline(Connection connection, AlertId id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select at, kind, actor, detail, sealed from alert_event where alert_id = ?
                order by position, ordinal limit ?""")) {
            select.setObject(1, id.value());
            select.setInt(2, MOST_EVENTS);
            List<AlertView.TimelineEntry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new AlertView.TimelineEntry(
                            Rows.millis(rows, "at"), eventOf(rows).ofAlert(id)));
                }
            }
            return entries;
        }
    }

    private static EventRow eventOf(ResultSet rows) throws SQLException {
        String actor = rows.getString("actor");
        byte[] sealed = rows.getBytes("sealed");
        return new EventRow(
                rows.getString("kind"),
                actor == null ? null : new OperatorId(actor),
                rows.getString("detail"),
                sealed == null ? null : Sealed.copyOf(sealed));
    }
}
