package care.convoy.storage;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.Event.LeaseRenewed;
import care.convoy.alert.Event.TaskCured;
import care.convoy.alert.Event.TaskOpened;
import care.convoy.alert.Event.TestHeard;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Task;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes committed events into the history tables, within the caller's transaction. Writing an event twice changes nothing:
 * events by their key, alerts by their version, tasks by when they were opened. Stateless.
 */
final class Projection {
    private static final String INSERT_EVENT = """
            insert into alert_event (log_id, position, ordinal, alert_id, at, kind, actor, detail, sealed)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?) on conflict do nothing""";
    private static final String INSERT_TEST = """
            insert into test_press (log_id, position, ordinal, device_id, resident_id, status, at)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String INSERT_TRIAL = """
            insert into device_test (log_id, position, ordinal, device_id, operator, at, until)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";
    private static final String UPSERT_TASK = """
            insert into task (device_id, kind, opened_at, resident_id, priority, status, last_at, times, evidence)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (device_id, kind, opened_at) do update set priority = excluded.priority,
              last_at = greatest(task.last_at, excluded.last_at), times = greatest(task.times, excluded.times),
              evidence = case when excluded.times >= task.times then excluded.evidence else task.evidence end""";
    private static final String CURE_TASK = """
            update task set cured_at = ?
            where device_id = ? and kind = ? and cured_at is null and opened_at <= ?""";

    private Projection() {}

    static void write(Connection connection, long logId, List<CommittedEvent> events) throws SQLException {
        writeAlerts(connection, events);
        writeEvents(connection, logId, events);
        for (CommittedEvent each : events) {
            switch (each.event()) {
                case TestHeard test -> writeTest(connection, logId, each, test);
                case TaskOpened opened -> writeTask(connection, opened.task());
                case TaskCured cured -> cureTask(connection, cured, each.atMillis());
                case Event.OfAlert ignored -> {}
                case Event.DeviceIntended ignored -> {}
                case Event.DeviceIntentMoved ignored -> {}
                case Event.DeviceOnTest onTest ->
                    writeTrial(
                            connection,
                            logId,
                            each,
                            new Trial(onTest.device(), onTest.operator(), onTest.untilMillis()));
                case Event.DeviceTestOver over ->
                    writeTrial(connection, logId, each, new Trial(over.device(), over.operator(), 0));
            }
        }
    }

    /**
     * Only as each stands after its last event, and after the last that told its steps: an alert that ended is told without
     * them, and the row keeps those it has. Two statements, because one must not write a row twice.
     */
    private static void writeAlerts(Connection connection, List<CommittedEvent> events) throws SQLException {
        Map<AlertId, CommittedEvent> last = new LinkedHashMap<>();
        Map<AlertId, CommittedEvent> lastWithoutSteps = new LinkedHashMap<>();
        for (CommittedEvent each : events) {
            AlertView after = each.after();
            if (after != null) {
                boolean withSteps = after.state().isOpen() || !after.steps().isEmpty();
                (withSteps ? last : lastWithoutSteps).put(after.id(), each);
            }
        }
        upsert(connection, last.values());
        upsert(connection, lastWithoutSteps.values());
    }

    private static void upsert(Connection connection, Collection<CommittedEvent> lastOfEach) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(AlertRow.UPSERT)) {
            for (CommittedEvent each : lastOfEach) {
                AlertView after = each.after();
                if (after != null) {
                    AlertRow.bind(upsert, after, each.atMillis());
                    upsert.addBatch();
                }
            }
            upsert.executeBatch();
        }
    }

    /** A renewed lease is no line of anybody's time line, and comes every few seconds: only the alert's row keeps it. */
    private static void writeEvents(Connection connection, long logId, List<CommittedEvent> events)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_EVENT)) {
            for (CommittedEvent each : events) {
                if (each.event() instanceof LeaseRenewed) {
                    continue;
                }
                EventRow row = EventRow.of(each.event());
                insert.setLong(1, logId);
                insert.setLong(2, each.position());
                insert.setInt(3, each.ordinal());
                insert.setObject(
                        4, each.event() instanceof Event.OfAlert of ? of.alert().value() : null, Types.OTHER);
                insert.setObject(5, Rows.time(each.atMillis()));
                insert.setString(6, row.kind());
                AlertRow.setPerson(insert, 7, row.actor());
                insert.setString(8, row.detail());
                insert.setBytes(9, row.sealed() == null ? null : row.sealed().toBytes());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void writeTest(Connection connection, long logId, CommittedEvent each, TestHeard test)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_TEST)) {
            insert.setLong(1, logId);
            insert.setLong(2, each.position());
            insert.setInt(3, each.ordinal());
            insert.setString(4, test.key().device().value());
            Rows.setText(insert, 5, test.resident());
            insert.setString(6, test.status().name());
            insert.setObject(7, Rows.time(each.atMillis()));
            insert.executeUpdate();
        }
    }

    /** A device is tried out until then, or 0: no longer. */
    private record Trial(DeviceId device, @Nullable OperatorId operator, long untilMillis) {}

    private static void writeTrial(Connection connection, long logId, CommittedEvent each, Trial trial)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_TRIAL)) {
            insert.setLong(1, logId);
            insert.setLong(2, each.position());
            insert.setInt(3, each.ordinal());
            insert.setString(4, trial.device().value());
            AlertRow.setPerson(insert, 5, trial.operator());
            insert.setObject(6, Rows.time(each.atMillis()));
            Rows.setTime(insert, 7, trial.untilMillis());
            insert.executeUpdate();
        }
    }

    private static void writeTask(Connection connection, Task task) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT_TASK)) {
            upsert.setString(1, task.device().value());
            upsert.setString(2, task.kind().name());
            upsert.setObject(3, Rows.time(task.openedAtMillis()));
            Rows.setText(upsert, 4, task.resident());
            upsert.setString(5, task.priority().name());
            upsert.setString(6, task.status().name());
            upsert.setObject(7, Rows.time(task.lastAtMillis()));
            upsert.setInt(8, task.times());
            upsert.setBytes(9, task.evidence() == null ? null : task.evidence().toBytes());
            upsert.executeUpdate();
        }
    }

    private static void cureTask(Connection connection, TaskCured cured, long atMillis) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(CURE_TASK)) {
            update.setObject(1, Rows.time(atMillis));
            update.setString(2, cured.device().value());
            update.setString(3, cured.kind().name());
            update.setObject(4, Rows.time(atMillis));
            update.executeUpdate();
        }
    }
}
