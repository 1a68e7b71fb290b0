package care.convoy.storage;

import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest of each resident, value by value, that is on its way to the table of latest values. What was measured while the
 * device was not worn is left out. Confined to one thread.
 *
 * <p>What is held here is in memory only, so that a {@linkplain #note note} of whose it is goes into the database with the rows;
 * {@link #write} takes it out again, and {@link LatestRepair} works off what a crash left.
 */
final class LatestVitals {
    /** Each with its own time; a pressure is two values with one. */
    private enum Value {
        HEART_RATE(0, "hr", "hr_at", "int2"),
        SPO2(1, "spo2", "spo2_at", "int2"),
        SYSTOLIC(2, "sys", "pressure_at", "int2"),
        DIASTOLIC(3, "dia", "pressure_at", "int2"),
        SKIN(4, "skin_centi", "skin_at", "int2"),
        CORE(5, "core_centi", "core_at", "int2"),
        RESPIRATION(6, "resp", "resp_at", "int2"),
        STEPS(7, "steps", "steps_at", "int4"),
        BATTERY(8, "battery", "battery_at", "int2"),
        FLAGS(9, "flags", "flags_at", "int4");

        private final int index;
        private final String column;
        private final String timeColumn;
        private final String type;

        Value(int index, String column, String timeColumn, String type) {
            this.index = index;
            this.column = column;
            this.timeColumn = timeColumn;
            this.type = type;
        }
    }

    private static final List<Value> VALUES = List.of(Value.values());
    private static final String UPSERT = upsert();

    private static final String NOTE =
            "insert into vitals_latest_due (residents, since) values (?::int8[], ?::int8[]) returning id";
    private static final String TAKE_OUT = "delete from vitals_latest_due where id = any(?::int8[])";

    private final Map<Long, Newest> residents = new HashMap<>();
    private final List<Newest> unnoted = new ArrayList<>();
    private final List<Long> notes = new ArrayList<>();

    /** Values by {@link Value#index}, with their times; 0 for none. */
    private static final class Newest {
        final long resident;
        final int[] values = new int[VALUES.size()];
        final long[] at = new long[VALUES.size()];
        long sinceMillis = Long.MAX_VALUE;
        boolean noted = true;

        Newest(long resident) {
            this.resident = resident;
        }

        void take(Value value, int number, long atMillis) {
            int index = value.index;
            if (number >= 0 && atMillis > at[index]) {
                values[index] = number;
                at[index] = atMillis;
            }
        }
    }

    /** @param flags as of {@link Measurement} */
    void add(long resident, long at, Vitals vitals, int batteryPercent, int flags) {
        Newest newest = residents.get(resident);
        if (newest == null) {
            newest = new Newest(resident);
            residents.put(resident, newest);
        }
        if (at < newest.sinceMillis) {
            newest.sinceMillis = at;
            if (newest.noted) {
                newest.noted = false;
                unnoted.add(newest);
            }
        }
        newest.take(Value.STEPS, vitals.steps(), at);
        newest.take(Value.BATTERY, batteryPercent, at);
        if (flags != 0) {
            newest.take(Value.FLAGS, flags, at);
        }
        if ((flags & Measurement.NOT_WORN) == 0) {
            addWorn(newest, at, vitals);
        }
    }

    private static void addWorn(Newest newest, long at, Vitals vitals) {
        newest.take(Value.HEART_RATE, vitals.heartRateBpm(), at);
        newest.take(Value.SPO2, vitals.spo2Percent(), at);
        if (vitals.systolicMmHg() >= 0 && vitals.diastolicMmHg() >= 0) {
            newest.take(Value.SYSTOLIC, vitals.systolicMmHg(), at);
            newest.take(Value.DIASTOLIC, vitals.diastolicMmHg(), at);
        }
        newest.take(
                vitals.temperatureSite() == TemperatureSite.CORE ? Value.CORE : Value.SKIN,
                vitals.temperatureCentiC(),
                at);
        newest.take(Value.RESPIRATION, vitals.respirationPerMin(), at);
    }

    /** Residents held. */
    int size() {
        return residents.size();
    }

    /** Lets go of everything: the notes that are in the database are worked off by {@link LatestRepair}. */
    void forget() {
        residents.clear();
        unnoted.clear();
        notes.clear();
    }

    /** Notes what was added since the last note, within the transaction that writes its rows. */
    void note(Connection connection) throws SQLException {
        if (unnoted.isEmpty()) {
            return;
        }
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setObject(1, unnoted.stream().mapToLong(each -> each.resident).toArray());
            note.setObject(
                    2, unnoted.stream().mapToLong(each -> each.sinceMillis).toArray());
            try (ResultSet rows = note.executeQuery()) {
                rows.next();
                notes.add(rows.getLong(1));
            }
        }
        unnoted.forEach(each -> each.noted = true);
        unnoted.clear();
    }

    private static String upsert() {
        List<String> columns = new ArrayList<>(List.of("resident_id"));
        List<String> values = new ArrayList<>(List.of("r"));
        List<String> arrays = new ArrayList<>(List.of("?::int8[]"));
        List<String> names = new ArrayList<>(List.of("r"));
        List<String> changes = new ArrayList<>();
        for (Value value : VALUES) {
            String v = "v" + value.index;
            String t = "t" + value.index;
            names.add(v);
            names.add(t);
            arrays.add("?::" + value.type + "[]");
            arrays.add("?::int8[]");
            columns.add(value.column);
            values.add("case when " + t + " > 0 then " + v + " end");
            changes.add(value.column + " = case when excluded." + value.timeColumn + " > coalesce(l." + value.timeColumn
                    + ", '-infinity') then excluded." + value.column + " else l." + value.column + " end");
            if (!columns.contains(value.timeColumn)) {
                columns.add(value.timeColumn);
                values.add("to_timestamp(nullif(" + t + ", 0) / 1000.0::float8)");
                changes.add(value.timeColumn + " = greatest(excluded." + value.timeColumn + ", l." + value.timeColumn
                        + ")");
            }
        }
        return "insert into vitals_latest as l (" + String.join(", ", columns) + ") select " + String.join(", ", values)
                + " from unnest(" + String.join(", ", arrays) + ") as t(" + String.join(", ", names)
                + ") on conflict (resident_id) do update set " + String.join(", ", changes);
    }

    /** Writes everything within the caller's transaction and takes the notes out; to be forgotten when that is committed. */
    void write(Connection connection) throws SQLException {
        if (!residents.isEmpty()) {
            upsert(connection);
        }
        if (!notes.isEmpty()) {
            try (PreparedStatement takeOut = connection.prepareStatement(TAKE_OUT)) {
                takeOut.setObject(1, notes.stream().mapToLong(Long::longValue).toArray());
                takeOut.executeUpdate();
            }
        }
    }

    private void upsert(Connection connection) throws SQLException {
        // in the order of their keys: two gateways that write the same residents wait for each other and do not lock up
        List<Newest> newest = residents.values().stream()
                .sorted(Comparator.comparingLong(each -> each.resident))
                .toList();
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setObject(1, newest.stream().mapToLong(each -> each.resident).toArray());
            for (Value value : VALUES) {
                bind(upsert, newest, value);
            }
            upsert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement upsert, List<Newest> newest, Value value) throws SQLException {
        long[] times = new long[newest.size()];
        int[] whole = new int[newest.size()];
        short[] small = new short[newest.size()];
        for (int i = 0; i < newest.size(); i++) {
            times[i] = newest.get(i).at[value.index];
            whole[i] = newest.get(i).values[value.index];
            small[i] = (short) whole[i];
        }
        int parameter = 2 + 2 * value.index;
        upsert.setObject(parameter, value.type.equals("int2") ? small : whole);
        upsert.setObject(parameter + 1, times);
    }
}
