package care.convoy.storage;

import java.sql.ResultSet;
import java.sql.Statement;

/** Asks a database what no store tells. */
record Sql(Database database) {
    long count(String from) {
        return Long.parseLong(text("select count(*) from " + from));
    }

    String text(String query) {
        return database.records(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                rows.next();
                return String.valueOf(rows.getString(1));
            }
        });
    }

    int run(String statement) {
        return database.records(connection -> {
            try (Statement executed = connection.createStatement()) {
                return executed.executeUpdate(statement);
            }
        });
    }
}
