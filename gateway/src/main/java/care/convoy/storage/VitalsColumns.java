package care.convoy.storage;

import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** Measurements column by column: primitive arrays travel in binary, in one round trip. A value that was not measured is -1. */
final class VitalsColumns {
    private static final String INSERT = """
            insert into vitals (time, resident_id, hr, spo2, sys, dia, temp, temp_site, resp, steps, device_id, battery,
              flags)
            select to_timestamp(a / 1000.0::float8), b, nullif(c, -1::int2), nullif(d, -1::int2), nullif(e, -1::int2),
              nullif(f, -1::int2), nullif(g, -1::int2) / 100.0::real, case when g >= 0 then h end,
              nullif(i, -1::int2), nullif(j, -1), k, nullif(l, -1::int2), nullif(m, 0)
            from unnest(?::int8[], ?::int8[], ?::int2[], ?::int2[], ?::int2[], ?::int2[], ?::int2[], ?::int2[],
              ?::int2[], ?::int4[], ?::int8[], ?::int2[], ?::int4[]) as t(a, b, c, d, e, f, g, h, i, j, k, l, m)
            on conflict do nothing""";

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
    private final short[] batteries;
    private final int[] flags;

    VitalsColumns(int size) {
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
        batteries = new short[size];
        flags = new int[size];
    }

    void add(Measurement row, long resident, long device) {
        Vitals vitals = row.vitals();
        at[count] = row.atMillis();
        residents[count] = resident;
        heartRates[count] = (short) vitals.heartRateBpm();
        spo2[count] = (short) vitals.spo2Percent();
        systolic[count] = (short) vitals.systolicMmHg();
        diastolic[count] = (short) vitals.diastolicMmHg();
        temperatures[count] = (short) vitals.temperatureCentiC();
        sites[count] = (short) (vitals.temperatureSite() == TemperatureSite.CORE ? 1 : 0);
        respirations[count] = (short) vitals.respirationPerMin();
        steps[count] = vitals.steps();
        devices[count] = device;
        batteries[count] = (short) row.batteryPercent();
        flags[count] = row.flags();
        count++;
    }

    int count() {
        return count;
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
            insert.setObject(12, Arrays.copyOf(batteries, count));
            insert.setObject(13, Arrays.copyOf(flags, count));
            insert.executeUpdate();
        }
    }
}
