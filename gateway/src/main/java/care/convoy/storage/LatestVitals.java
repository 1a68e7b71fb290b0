package care.convoy.storage;

import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The newest of each resident in a batch, value by value, for the table of latest values. What was measured while the device
 * was not worn is left out. Confined to one thread.
 */
final class LatestVitals {
    /** Each with its own time; a pressure is two values with one. */
    private enum Value {
        HEART_RATE("hr", "hr_at", "int2"),
        SPO2("spo2", "spo2_at", "int2"),
        SYSTOLIC("sys", "pressure_at", "int2"),
        DIASTOLIC("dia", "pressure_at", "int2"),
        SKIN("skin_centi", "skin_at", "int2"),
        CORE("core_centi", "core_at", "int2"),
        RESPIRATION("resp", "resp_at", "int2"),
        STEPS("steps", "steps_at", "int4"),
        BATTERY("battery", "battery_at", "int2"),
        FLAGS("flags", "flags_at", "int4");

        private final String column;
        private final String timeColumn;
        private final String type;

        Value(String column, String timeColumn, String type) {
            this.column = column;
            this.timeColumn = timeColumn;
            this.type = type;
        }
    }

    private static final List<Value> VALUES = List.of(Value.values());
    private static final String UPSERT = upsert();

    /** In the order of their keys: two gateways that write the same residents wait for each other and do not lock up. */
    private final Map<Long, Newest> residents = new TreeMap<>();

    /** Values in the order of {@link #VALUES}, with their times; 0 for none. */
    private static final class Newest {
        final int[] values = new int[VALUES.size()];
        final long[] at = new long[VALUES.size()];

        void take(Value value, int number, long atMillis) {
            int index = VALUES.indexOf(value);
            if (number >= 0 && atMillis > at[index]) {
                values[index] = number;
                at[index] = atMillis;
            }
        }
    }

    void add(Measurement row, long resident) {
        Newest newest = residents.computeIfAbsent(resident, _ -> new Newest());
        Vitals vitals = row.vitals();
        long at = row.atMillis();
        newest.take(Value.STEPS, vitals.steps(), at);
        newest.take(Value.BATTERY, row.batteryPercent(), at);
        if (row.flags() != 0) {
            newest.take(Value.FLAGS, row.flags(), at);
        }
        if (!row.isWorn()) {
            return;
        }
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

    private static String upsert() {
        List<String> columns = new ArrayList<>(List.of("resident_id"));
        List<String> values = new ArrayList<>(List.of("r"));
        List<String> arrays = new ArrayList<>(List.of("?::int8[]"));
        List<String> names = new ArrayList<>(List.of("r"));
        List<String> changes = new ArrayList<>();
        int number = 0;
        for (Value value : VALUES) {
            String v = "v" + number;
            String t = "t" + number++;
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

    /** Keeps them within the caller's transaction. */
    void write(Connection connection) throws SQLException {
        if (residents.isEmpty()) {
            return;
        }
        List<Newest> newest = List.copyOf(residents.values());
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setObject(
                    1, residents.keySet().stream().mapToLong(Long::longValue).toArray());
            int parameter = 2;
            for (int value = 0; value < VALUES.size(); value++) {
                bind(upsert, parameter, newest, value);
                parameter += 2;
            }
            upsert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement upsert, int parameter, List<Newest> newest, int value)
            throws SQLException {
        long[] times = new long[newest.size()];
        int[] whole = new int[newest.size()];
        short[] small = new short[newest.size()];
        for (int i = 0; i < newest.size(); i++) {
            times[i] = newest.get(i).at[value];
            whole[i] = newest.get(i).values[value];
            small[i] = (short) whole[i];
        }
        upsert.setObject(parameter, VALUES.get(value).type.equals("int2") ? small : whole);
        upsert.setObject(parameter + 1, times);
    }
}
