package care.convoy.storage;

import care.convoy.device.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Positions column by column. Confined to one thread. */
final class FixColumns {
    private static final String INSERT = """
            insert into location_history (time, resident_id, device_id, lat, lon, accuracy, source, valid)
            select to_timestamp(a / 1000.0::float8), b, c, d, e, nullif(f, -1)::real, g, h = 1
            from unnest(?::int8[], ?::int8[], ?::int8[], ?::float8[], ?::float8[], ?::float8[], ?::int2[], ?::int2[])
              as t(a, b, c, d, e, f, g, h)
            on conflict do nothing""";

    private final List<Fix> fixes = new ArrayList<>();
    private final List<long[]> keys = new ArrayList<>();

    void add(Fix fix, long resident, long device) {
        fixes.add(fix);
        keys.add(new long[] {resident, device});
    }

    int count() {
        return fixes.size();
    }

    void insert(Connection connection) throws SQLException {
        int count = fixes.size();
        if (count == 0) {
            return;
        }
        double[] accuracies = new double[count];
        short[] sources = new short[count];
        short[] valid = new short[count];
        for (int i = 0; i < count; i++) {
            Position position = fixes.get(i).position();
            accuracies[i] = position.accuracyMetres();
            sources[i] = SpoolRecord.numberOf(position.source());
            valid[i] = (short) (position.valid() ? 1 : 0);
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, fixes.stream().mapToLong(Fix::atMillis).toArray());
            insert.setObject(2, keys.stream().mapToLong(key -> key[0]).toArray());
            insert.setObject(3, keys.stream().mapToLong(key -> key[1]).toArray());
            insert.setObject(
                    4,
                    fixes.stream().mapToDouble(fix -> fix.position().latitude()).toArray());
            insert.setObject(
                    5,
                    fixes.stream()
                            .mapToDouble(fix -> fix.position().longitude())
                            .toArray());
            insert.setObject(6, accuracies);
            insert.setObject(7, sources);
            insert.setObject(8, valid);
            insert.executeUpdate();
        }
    }
}
