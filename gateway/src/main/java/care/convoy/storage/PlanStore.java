package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.PlanChange;
import care.convoy.escalation.Urgency;
import care.convoy.resident.ImportError;
import care.convoy.resident.ImportResult;
import care.convoy.resident.PlanLine;
import care.convoy.resident.ResidentPlanChange;
import care.convoy.resident.ResidentPlanChange.Place;
import care.convoy.resident.StorageUnavailable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How residents' plans differ from the standard one. Thread-safe; every method may throw {@link StorageUnavailable}. An
 * import is one transaction.
 */
public final class PlanStore {
    private static final String SELECT = """
            select r.external_id, p.urgency, p.action, p.ring, p.what, p.seconds, p.contacts
            from plan_change p join resident r on r.id = p.resident_id""";
    private static final String UPSERT = """
            insert into plan_change (resident_id, urgency, action, ring, what, seconds, contacts)
            select id, ?, ?, ?, ?, ?, ? from resident where external_id = ?
            on conflict (resident_id, urgency, action, ring, what) do update set seconds = excluded.seconds,
              contacts = excluded.contacts, updated_at = now()""";
    private static final String DELETE = """
            delete from plan_change p using resident r where r.id = p.resident_id
              and p.urgency = ? and p.action = ? and p.ring = ? and p.what = ? and r.external_id = ?""";

    private final Database database;

    public PlanStore(Database database) {
        this.database = database;
    }

    /**
     * Stores all lines, or none if one names a resident or a contact that does not exist. What a file takes back, it takes
     * back before it says anything new.
     */
    public ImportResult importPlans(List<PlanLine> lines) {
        return database.records(connection -> {
            String[] residents = lines.stream()
                    .map(line -> line.resident().value())
                    .distinct()
                    .toArray(String[]::new);
            List<ImportError> errors = unknown(connection, lines, residents);
            if (!errors.isEmpty()) {
                return ImportResult.refused(errors);
            }
            Map<Place, ResidentPlanChange> before = byPlace(load(connection, residents));
            Map<Place, ResidentPlanChange> after = after(before, lines);
            List<Place> gone = before.keySet().stream()
                    .filter(place -> !after.containsKey(place))
                    .toList();
            List<ResidentPlanChange> changed = after.values().stream()
                    .filter(change -> !change.equals(before.get(change.place())))
                    .toList();
            delete(connection, gone);
            write(connection, changed);
            return new ImportResult(lines.size(), gone.size() + changed.size(), List.of());
        });
    }

    /** Every change of every resident. */
    public List<ResidentPlanChange> loadAll() {
        return database.records(connection -> load(connection, null));
    }

    private static Map<Place, ResidentPlanChange> byPlace(Collection<ResidentPlanChange> changes) {
        Map<Place, ResidentPlanChange> byPlace = new HashMap<>();
        for (ResidentPlanChange change : changes) {
            byPlace.put(change.place(), change);
        }
        return byPlace;
    }

    private static Map<Place, ResidentPlanChange> after(Map<Place, ResidentPlanChange> before, List<PlanLine> lines) {
        Map<Place, ResidentPlanChange> after = new HashMap<>(before);
        Map<ResidentId, List<PlanLine>> takingBack = new HashMap<>();
        for (PlanLine line : lines) {
            if (line.change() == null) {
                takingBack
                        .computeIfAbsent(line.resident(), _ -> new ArrayList<>())
                        .add(line);
            }
        }
        after.values()
                .removeIf(stored -> takingBack.getOrDefault(stored.resident(), List.of()).stream()
                        .anyMatch(line -> line.takesBack(stored)));
        for (PlanLine line : lines) {
            ResidentPlanChange change = line.change();
            if (change != null) {
                after.put(change.place(), change);
            }
        }
        return after;
    }

    private static List<ImportError> unknown(Connection connection, List<PlanLine> lines, String[] residents)
            throws SQLException {
        Set<String> existing = ResidentStore.existing(connection, residents);
        Set<String> contacts = contacts(connection, residents);
        List<ImportError> errors = new ArrayList<>();
        for (PlanLine line : lines) {
            ResidentPlanChange change = line.change();
            if (!existing.contains(line.resident().value())) {
                errors.add(line.unknownResident());
            } else if (change != null) {
                change.change().contacts().stream()
                        .filter(contact -> !contacts.contains(line.resident() + "/" + contact))
                        .map(line::unknownContact)
                        .forEach(errors::add);
            }
        }
        return errors;
    }

    private static Set<String> contacts(Connection connection, String[] residents) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select r.external_id || '/' || c.contact_id"
                + " from contact c join resident r on r.id = c.resident_id where r.external_id = any(?)")) {
            select.setArray(1, connection.createArrayOf("text", residents));
            Set<String> found = new HashSet<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            return found;
        }
    }

    /** @param residents whose, or null for everybody's */
    private static List<ResidentPlanChange> load(Connection connection, String @Nullable [] residents)
            throws SQLException {
        String sql = SELECT + (residents == null ? "" : " where r.external_id = any(?) for update of p");
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            if (residents != null) {
                select.setArray(1, connection.createArrayOf("text", residents));
            }
            List<ResidentPlanChange> changes = new ArrayList<>();
            try (ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    changes.add(read(rows));
                }
            }
            return changes;
        }
    }

    private static ResidentPlanChange read(ResultSet rows) throws SQLException {
        return new ResidentPlanChange(
                new ResidentId(rows.getString("external_id")),
                new PlanChange(
                        Urgency.valueOf(rows.getString("urgency")),
                        Action.valueOf(rows.getString("action")),
                        rows.getInt("ring"),
                        PlanChange.What.valueOf(rows.getString("what")),
                        rows.getInt("seconds"),
                        Rows.texts(rows, "contacts")));
    }

    private static void write(Connection connection, List<ResidentPlanChange> changes) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (ResidentPlanChange each : changes) {
                PlanChange change = each.change();
                bind(upsert, each.place());
                upsert.setInt(5, change.seconds());
                upsert.setArray(6, Rows.texts(connection, change.contacts()));
                upsert.setString(7, each.resident().value());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static void delete(Connection connection, List<Place> places) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            for (Place place : places) {
                bind(delete, place);
                delete.setString(5, place.resident().value());
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static void bind(PreparedStatement to, Place place) throws SQLException {
        to.setString(1, place.urgency().name());
        to.setString(2, place.action().name());
        to.setInt(3, place.ring());
        to.setString(4, place.what().name());
    }
}
