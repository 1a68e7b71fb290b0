package care.convoy.storage;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The database's keys of residents and devices, asked for once. Confined to one thread; at most 2,000,000 are remembered. */
final class RecordKeys {
    /** No such resident or device. */
    static final long UNKNOWN = -1;

    private static final int MOST_KEYS = 2_000_000;

    private final Map<String, Long> residents = new HashMap<>();
    private final Map<String, Long> devices = new HashMap<>();

    /** Asks for those that rows name and that are not known yet. */
    void learn(Connection connection, List<? extends SeriesRow> rows) throws SQLException {
        if (residents.size() + devices.size() > MOST_KEYS) {
            forget();
        }
        Set<String> newResidents = new HashSet<>();
        Set<String> newDevices = new HashSet<>();
        for (SeriesRow row : rows) {
            if (!residents.containsKey(row.resident().value())) {
                newResidents.add(row.resident().value());
            }
            if (!devices.containsKey(row.device().value())) {
                newDevices.add(row.device().value());
            }
        }
        learn(connection, "select external_id, id from resident where external_id = any(?)", newResidents, residents);
        learn(connection, "select external_id, id from device where external_id = any(?)", newDevices, devices);
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

    long residentOf(SeriesRow row) {
        return residents.getOrDefault(row.resident().value(), UNKNOWN);
    }

    long deviceOf(SeriesRow row) {
        return devices.getOrDefault(row.device().value(), UNKNOWN);
    }

    void forget() {
        residents.clear();
        devices.clear();
    }
}
