package care.convoy.storage;

import care.convoy.device.Vitals.TemperatureSite;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The one statement that writes measurements, live ones and spooled ones: arrays in one round trip; writing a row twice
 * changes nothing. Confined to the writer's thread.
 */
final class VitalsInsert {
    private static final String INSERT = """
            insert into vitals (time, resident_id, hr, spo2, sys, dia, temp, temp_site, resp, steps, device_id)
            select to_timestamp(a / 1000.0::float8), b, nullif(c, -1::int2), nullif(d, -1::int2), nullif(e, -1::int2),
              nullif(f, -1::int2), nullif(g, -1::int2) / 100.0::real, case when g >= 0 then h end,
              nullif(i, -1::int2), nullif(j, -1), k
            from unnest(?::int8[], ?::int8[], ?::int2[], ?::int2[], ?::int2[], ?::int2[], ?::int2[], ?::int2[],
              ?::int2[], ?::int4[], ?::int8[]) as t(a, b, c, d, e, f, g, h, i, j, k)
            on conflict do nothing""";
    private static final long OLDEST_MILLIS = TimeUnit.DAYS.toMillis(60);
    private static final long NEWEST_MILLIS = TimeUnit.DAYS.toMillis(2);
    private static final int MOST_KEYS = 2_000_000;

    private final VitalsPartitions partitions;
    private final Map<String, Long> residentKeys = new HashMap<>();
    private final Map<String, Long> deviceKeys = new HashMap<>();

    VitalsInsert(VitalsPartitions partitions) {
        this.partitions = partitions;
    }

    /**
     * Writes within the caller's transaction.
     *
     * @return how many were not written: of a resident or device that the database does not know, or measured outside 60
     *     days back and 2 ahead, where a device's clock is wrong
     */
    int write(Connection connection, List<Measurement> measurements, long nowMillis) throws SQLException {
        learnKeys(connection, measurements);
        Columns columns = new Columns(measurements.size());
        Set<LocalDate> days = new HashSet<>();
        long lastDay = Long.MIN_VALUE;
        for (Measurement each : measurements) {
            Long resident = residentKeys.get(each.resident().value());
            Long device = deviceKeys.get(each.device().value());
            boolean inTime =
                    each.atMillis() >= nowMillis - OLDEST_MILLIS && each.atMillis() <= nowMillis + NEWEST_MILLIS;
            if (resident != null && device != null && inTime) {
                columns.add(each, resident, device);
                long day = Math.floorDiv(each.atMillis(), TimeUnit.DAYS.toMillis(1));
                if (day != lastDay) {
                    days.add(LocalDate.ofEpochDay(day));
                    lastDay = day;
                }
            }
        }
        for (LocalDate day : days) {
            partitions.ensure(connection, day);
        }
        columns.insert(connection);
        return measurements.size() - columns.count;
    }

    /** Forgets keys and days: the database may be another one now. */
    void forget() {
        residentKeys.clear();
        deviceKeys.clear();
        partitions.forget();
    }

    private void learnKeys(Connection connection, List<Measurement> measurements) throws SQLException {
        if (residentKeys.size() + deviceKeys.size() > MOST_KEYS) {
            residentKeys.clear();
            deviceKeys.clear();
        }
        Set<String> residents = new HashSet<>();
        Set<String> devices = new HashSet<>();
        for (Measurement each : measurements) {
            if (!residentKeys.containsKey(each.resident().value())) {
                residents.add(each.resident().value());
            }
            if (!deviceKeys.containsKey(each.device().value())) {
                devices.add(each.device().value());
            }
        }
        learn(connection, "select external_id, id from resident where external_id = any(?)", residents, residentKeys);
        learn(connection, "select external_id, id from device where external_id = any(?)", devices, deviceKeys);
    }

    private static void learn(Connection connection, String sql, Collection<String> unknown, Map<String, Long> keys)
            throws SQLException {
        if (unknown.isEmpty()) {
            return;
        }
        Array wanted = connection.createArrayOf("text", unknown.toArray());
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setArray(1, wanted);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
    }

    /** The rows, column by column: primitive arrays travel in binary. A value that was not measured is -1. */
    private static final class Columns {
        private int count;
        private final long[] at;
        private final long[] residents;
        private final short[] heartRates;
        private final short[] spo2;
        private final short[] systolic;
        private final short[] diastolic;
        private final short[] temperatures;
        private final short[] sites;
        private final short[] respirations;
        private final int[] steps;
        private final long[] devices;

        Columns(int size) {
            at = new long[size];
            residents = new long[size];
            heartRates = new short[size];
            spo2 = new short[size];
            systolic = new short[size];
            diastolic = new short[size];
            temperatures = new short[size];
            sites = new short[size];
            respirations = new short[size];
            steps = new int[size];
            devices = new long[size];
        }

        void add(Measurement row, long resident, long device) {
            at[count] = row.atMillis();
            residents[count] = resident;
            heartRates[count] = (short) row.vitals().heartRateBpm();
            spo2[count] = (short) row.vitals().spo2Percent();
            systolic[count] = (short) row.vitals().systolicMmHg();
            diastolic[count] = (short) row.vitals().diastolicMmHg();
            temperatures[count] = (short) row.vitals().temperatureCentiC();
            sites[count] = (short) (row.vitals().temperatureSite() == TemperatureSite.CORE ? 1 : 0);
            respirations[count] = (short) row.vitals().respirationPerMin();
            steps[count] = row.vitals().steps();
            devices[count] = device;
            count++;
        }

        void insert(Connection connection) throws SQLException {
            if (count == 0) {
                return;
            }
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                insert.setObject(1, Arrays.copyOf(at, count));
                insert.setObject(2, Arrays.copyOf(residents, count));
                insert.setObject(3, Arrays.copyOf(heartRates, count));
                insert.setObject(4, Arrays.copyOf(spo2, count));
                insert.setObject(5, Arrays.copyOf(systolic, count));
                insert.setObject(6, Arrays.copyOf(diastolic, count));
                insert.setObject(7, Arrays.copyOf(temperatures, count));
                insert.setObject(8, Arrays.copyOf(sites, count));
                insert.setObject(9, Arrays.copyOf(respirations, count));
                insert.setObject(10, Arrays.copyOf(steps, count));
                insert.setObject(11, Arrays.copyOf(devices, count));
                insert.executeUpdate();
            }
        }
    }
}
