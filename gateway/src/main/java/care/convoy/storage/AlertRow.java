package care.convoy.storage;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Disposition;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An alert as its row of {@code alert}, both ways; the time line is in {@code alert_event}. Stateless. */
final class AlertRow {
    static final String COLUMNS = """
            id, version, resident_id, device_id, kind, priority, state, status, owner, owned_since, lease_until, \
            received_at, device_time, attention_at, attention_pending, presses, movement, abandoned, abandoned_by, \
            position, linked, disposition, steps, signals, held_until, progress""";

    /** A row never goes back to an older version, whatever order events are read in. */
    static final String UPSERT =
            "insert into alert (" + COLUMNS + ", resolved_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, ?::jsonb, ?, ?, ?, ?) on conflict (id) do update set "
                    + assignments() + ", resolved_at = case when excluded.resolved_at is not null"
                    + " then coalesce(alert.resolved_at, excluded.resolved_at) end"
                    + " where excluded.version > alert.version";

    private AlertRow() {}

    private static String assignments() {
        List<String> assignments = new ArrayList<>();
        for (String column : COLUMNS.split(", *", -1)) {
            if (column.equals("steps")) {
                // the core keeps an ended alert without its steps; what was done is not undone by that
                assignments.add("steps = case when excluded.resolved_at is not null and excluded.steps = '[]'"
                        + " then alert.steps else excluded.steps end");
            } else if (!column.equals("id")) {
                assignments.add(column + " = excluded." + column);
            }
        }
        return String.join(", ", assignments);
    }

    static void bind(PreparedStatement to, AlertView alert, long eventAtMillis) throws SQLException {
        to.setObject(1, alert.id().value());
        to.setLong(2, alert.version());
        Rows.setText(to, 3, alert.resident());
        to.setString(4, alert.device().value());
        to.setString(5, alert.kind().name());
        to.setString(6, alert.priority().name());
        to.setString(7, alert.state().name());
        to.setString(8, alert.status().name());
        setPerson(to, 9, alert.owner());
        Rows.setTime(to, 10, alert.ownedSinceMillis());
        Rows.setTime(to, 11, alert.leaseUntilMillis());
        to.setObject(12, Rows.time(alert.receivedAtMillis()));
        Rows.setTime(to, 13, alert.deviceTimeMillis() == Command.NO_TIME ? 0 : alert.deviceTimeMillis());
        to.setObject(14, Rows.time(alert.attentionAtMillis()));
        to.setBoolean(15, alert.attentionPending());
        to.setInt(16, alert.presses());
        to.setString(17, alert.cause().name());
        to.setInt(18, alert.abandoned());
        setPerson(to, 19, alert.abandonedBy());
        to.setString(20, HistoryJson.write(alert.position()));
        AlertId linked = alert.linked();
        to.setObject(21, linked == null ? null : linked.value(), Types.OTHER);
        Disposition disposition = alert.disposition();
        to.setString(
                22, disposition == null ? null : HistoryJson.write(disposition).toString());
        to.setString(23, StepJson.write(alert.steps()));
        to.setInt(24, alert.signals());
        Rows.setTime(to, 25, alert.heldUntilMillis());
        to.setString(26, alert.progress().name());
        Rows.setTime(to, 27, alert.state().isOpen() ? 0 : eventAtMillis);
    }

    static void setPerson(PreparedStatement to, int index, @Nullable OperatorId person) throws SQLException {
        to.setString(index, person == null ? null : HistoryJson.storable(person.value()));
    }

    static AlertView read(ResultSet row, List<AlertView.TimelineEntry> timeline) throws SQLException {
        String resident = row.getString("resident_id");
        String position = row.getString("position");
        String disposition = row.getString("disposition");
        UUID linked = row.getObject("linked", UUID.class);
        long deviceTime = Rows.millis(row, "device_time");
        return new AlertView(
                new AlertId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                resident == null ? null : new ResidentId(resident),
                new DeviceId(row.getString("device_id")),
                AlertKind.valueOf(row.getString("kind")),
                Priority.valueOf(row.getString("priority")),
                AlertState.valueOf(row.getString("state")),
                AlertStatus.valueOf(row.getString("status")),
                person(row, "owner"),
                Rows.millis(row, "owned_since"),
                Rows.millis(row, "lease_until"),
                Rows.millis(row, "received_at"),
                deviceTime == 0 ? Command.NO_TIME : deviceTime,
                Rows.millis(row, "attention_at"),
                row.getBoolean("attention_pending"),
                row.getInt("presses"),
                row.getInt("signals"),
                Rows.millis(row, "held_until"),
                AlertState.valueOf(row.getString("progress")),
                DeviceMessage.Movement.valueOf(row.getString("movement")),
                row.getInt("abandoned"),
                person(row, "abandoned_by"),
                position == null ? null : HistoryJson.readPosition(HistoryJson.parse(position)),
                linked == null ? null : new AlertId(linked),
                disposition == null ? null : HistoryJson.readDisposition(HistoryJson.parse(disposition)),
                StepJson.read(row.getString("steps")),
                timeline);
    }

    private static @Nullable OperatorId person(ResultSet row, String column) throws SQLException {
        String login = row.getString(column);
        return login == null ? null : new OperatorId(login);
    }
}
