package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.disclosure.MeasuredSet;
import care.convoy.disclosure.Measurements;
import care.convoy.disclosure.Vital;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the series one by one, by their key: one index scan a page, however far in. What was measured while the device was
 * not worn is not the resident's; steps were taken before. Thread-safe.
 */
public final class MeasurementStore implements Measurements {
    private static final String WORN = "(coalesce(v.flags, 0) & 2) = 0";
    private static final String SELECT = "select v.resident_id, v.device_id, v.time, r.external_id as resident,"
            + " d.external_id as device, v.hr, v.spo2, v.sys, v.dia, v.temp, v.temp_site, v.resp, v.steps, " + WORN
            + " as worn from vitals v join resident r on r.id = v.resident_id join device d on d.id = v.device_id ";
    private static final String RANGE =
            "where v.resident_id = (select id from resident where external_id = ?) and v.time >= ? and v.time < ?";

    private final Database database;

    public MeasurementStore(Database database) {
        this.database = database;
    }

    @Override
    public List<MeasuredSet> page(Query query) {
        String order = query.newestFirst() ? " desc" : "";
        String start = query.start() == null
                ? ""
                : " and (v.time, v.device_id) " + (query.newestFirst() ? "<=" : ">=") + " (?, ?)";
        String sql = SELECT + RANGE + start + " and (" + condition(query.wanted()) + ") order by v.time" + order
                + ", v.device_id" + order + " limit ?";
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(sql)) {
                int next = bindRange(select, query);
                Place place = query.start();
                if (place != null) {
                    select.setObject(next++, Rows.time(place.atMillis()));
                    select.setLong(next++, place.deviceKey());
                }
                select.setInt(next, query.limit());
                List<MeasuredSet> sets = new ArrayList<>();
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        sets.add(read(rows));
                    }
                }
                return sets;
            }
        });
    }

    /** A place bounds the time too, so that only its chunks are looked at. */
    private static int bindRange(PreparedStatement select, Query query) throws SQLException {
        Place place = query.start();
        long from = query.fromMillis();
        long to = query.toMillis();
        if (place != null && query.newestFirst()) {
            to = Math.min(to, place.atMillis() + 1);
        } else if (place != null) {
            from = Math.max(from, place.atMillis());
        }
        select.setString(1, query.resident().value());
        select.setObject(2, Rows.time(from));
        select.setObject(3, Rows.time(to));
        return 4;
    }

    @Override
    public long count(Query query) {
        String sums = inOrder(query.wanted())
                .map(vital -> "count(*) filter (where " + condition(vital) + ")")
                .collect(Collectors.joining(" + "));
        return database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement("select " + sums + " from vitals v " + RANGE)) {
                bindRange(select, query);
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        });
    }

    @Override
    public @Nullable MeasuredSet find(long residentKey, long deviceKey, long atMillis) {
        List<MeasuredSet> found = database.records(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    SELECT + "where v.resident_id = ? and v.device_id = ? and v.time = ?")) {
                select.setLong(1, residentKey);
                select.setLong(2, deviceKey);
                select.setObject(3, Rows.time(atMillis));
                try (ResultSet rows = select.executeQuery()) {
                    return rows.next() ? List.of(read(rows)) : List.<MeasuredSet>of();
                }
            }
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    private static String condition(Set<Vital> wanted) {
        return inOrder(wanted).map(MeasurementStore::condition).collect(Collectors.joining(" or "));
    }

    /** The same statement for the same question: the server keeps its plan. */
    private static Stream<Vital> inOrder(Set<Vital> wanted) {
        return wanted.stream().sorted(Comparator.comparingInt(Vital::rank));
    }

    private static String condition(Vital vital) {
        return switch (vital) {
            case HEART_RATE -> worn("v.hr is not null");
            case OXYGEN -> worn("v.spo2 is not null");
            case PRESSURE -> worn("v.sys is not null and v.dia is not null");
            case SYSTOLIC_ALONE -> worn("v.sys is not null and v.dia is null");
            case DIASTOLIC_ALONE -> worn("v.sys is null and v.dia is not null");
            case SKIN_TEMPERATURE -> worn("v.temp is not null and v.temp_site is distinct from 1");
            case CORE_TEMPERATURE -> worn("v.temp is not null and v.temp_site = 1");
            case RESPIRATION -> worn("v.resp is not null");
            case STEPS -> "v.steps is not null";
        };
    }

    private static String worn(String condition) {
        return "(" + condition + " and " + WORN + ")";
    }

    private static MeasuredSet read(ResultSet rows) throws SQLException {
        boolean worn = rows.getBoolean("worn");
        double temperature = rows.getDouble("temp");
        boolean warm = worn && !rows.wasNull();
        return new MeasuredSet(
                new ResidentId(rows.getString("resident")),
                new DeviceId(rows.getString("device")),
                rows.getLong("resident_id"),
                rows.getLong("device_id"),
                Rows.millis(rows, "time"),
                worn ? whole(rows, "hr") : null,
                worn ? whole(rows, "spo2") : null,
                worn ? whole(rows, "sys") : null,
                worn ? whole(rows, "dia") : null,
                warm ? (int) Math.round(temperature * 100) : null,
                rows.getInt("temp_site") == 1,
                worn ? whole(rows, "resp") : null,
                whole(rows, "steps"));
    }

    private static @Nullable Integer whole(ResultSet rows, String column) throws SQLException {
        int value = rows.getInt(column);
        return rows.wasNull() ? null : value;
    }
}
