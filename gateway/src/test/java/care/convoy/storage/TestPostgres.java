package care.convoy.storage;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real PostgreSQL for all tests of a JVM, started by the first that asks, stopped when the JVM ends; a new database for
 * each that asks. The programs are unpacked once, below {@code target}.
 */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    private static final class Shared {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                Path directory = Files.createTempDirectory("convoy-test-postgres");
                int port;
                try (ServerSocket probe = new ServerSocket(0)) {
                    port = probe.getLocalPort();
                }
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(new EmbeddedPostgres.Settings(directory, cache(), port));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(postgres, directory)));
                return postgres;
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
        }

        private static void discard(EmbeddedPostgres postgres, Path directory) {
            postgres.close();
            try {
                PostgresBinaries.delete(directory);
            } catch (IOException left) {
                System.err.println("left behind: " + directory);
            }
        }
    }

    /** Where the programs are unpacked. */
    public static Path cache() {
        return Path.of("target", "postgres").toAbsolutePath();
    }

    /** The shared server. */
    public static EmbeddedPostgres server() {
        return Shared.SERVER;
    }

    /** A new, empty database without a schema. */
    public static Database emptyDatabase() {
        return create("");
    }

    /** Where a new, empty database is, with who may log in: for a whole gateway, or for several. */
    public static String emptyDatabaseUrl() {
        String name = "test_" + DATABASES.incrementAndGet();
        server().createDatabase(name);
        return server().jdbcUrl(name) + "?user=" + server().user() + "&password=" + server().password();
    }

    /** A new database with the schema: a copy of one that was migrated once. */
    public static Database database() {
        return create(" template " + Migrated.NAME);
    }

    private static Database create(String from) {
        String name = "test_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(
                        server().jdbcUrl("postgres"), server().user(), server().password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + from);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return Database.open(server().login(name));
    }

    private static final class Migrated {
        static final String NAME = migrate();

        private static String migrate() {
            server().createDatabase("migrated");
            try (Database database = Database.open(server().login("migrated"))) {
                Migrations.apply(database);
            }
            return "migrated";
        }
    }
}
