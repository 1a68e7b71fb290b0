package care.convoy.storage;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One real PostgreSQL for all tests of a JVM, started by the first that asks, stopped when the JVM ends; a new database for
 * each that asks. The programs are unpacked once, below {@code target}.
 *
 * <p>{@code CONVOY_TEST_DB} names another server, as {@code jdbc:postgresql://127.0.0.1:5432/postgres?user=..&password=..} of
 * a user who may create databases; they are deleted when the JVM ends. Where TimescaleDB can be had it is installed in them.
 */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Pattern URL = Pattern.compile("(jdbc:postgresql://[^/]+/)[^?]*(\\?.*)");
    private static final String OUTSIDE = System.getenv().getOrDefault("CONVOY_TEST_DB", "");

    private TestPostgres() {}

    /** Where tests have their databases. */
    private interface Server {
        String urlOf(String database);
    }

    private static final class Shared {
        static final Server SERVER = OUTSIDE.isEmpty() ? start() : outside(OUTSIDE);

        private static Server start() {
            try {
                Path directory = Files.createTempDirectory("convoy-test-postgres");
                int port;
                try (ServerSocket probe = new ServerSocket(0)) {
                    port = probe.getLocalPort();
                }
                EmbeddedPostgres postgres =
                        EmbeddedPostgres.start(new EmbeddedPostgres.Settings(directory, cache(), port));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(postgres, directory)));
                return database ->
                        postgres.jdbcUrl(database) + "?user=" + postgres.user() + "&password=" + postgres.password();
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

    private static Server outside(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalStateException(
                    "CONVOY_TEST_DB: as jdbc:postgresql://host:port/postgres?user=..&password=..");
        }
        Server server = database -> matcher.group(1) + database + matcher.group(2);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Outside.dropAll(server)));
        return server;
    }

    private static final class Outside {
        static final List<String> MADE = new ArrayList<>();

        static void dropAll(Server server) {
            for (String name : MADE) {
                try {
                    execute(server.urlOf("postgres"), "drop database if exists " + name + " with (force)");
                } catch (IllegalStateException left) {
                    System.err.println("left behind: database " + name);
                }
            }
        }
    }

    /** Where the programs are unpacked. */
    public static Path cache() {
        return Path.of("target", "postgres").toAbsolutePath();
    }

    /** A new, empty database without a schema. */
    public static Database emptyDatabase() {
        return open(create(""));
    }

    /** Where a new, empty database is, with who may log in: for a whole gateway, or for several. */
    public static String emptyDatabaseUrl() {
        return Shared.SERVER.urlOf(create(""));
    }

    /** A new database with the schema: a copy of one that was migrated once. */
    public static Database database() {
        if (OUTSIDE.isEmpty()) {
            return open(create(" template " + Migrated.NAME));
        }
        Database database = emptyDatabase();
        Migrations.apply(database);
        return database;
    }

    private static Database open(String name) {
        return Database.open(new Database.Login(Shared.SERVER.urlOf(name), null, null));
    }

    private static synchronized String create(String from) {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        execute(Shared.SERVER.urlOf("postgres"), "create database " + name + from);
        if (!OUTSIDE.isEmpty()) {
            Outside.MADE.add(name);
            String url = Shared.SERVER.urlOf(name);
            if ("t"
                    .equals(text(
                            url, "select exists (select from pg_available_extensions where name = 'timescaledb')"))) {
                execute(url, "create extension timescaledb");
            }
        }
        return name;
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static @Nullable String text(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static final class Migrated {
        static final String NAME = migrate();

        private static String migrate() {
            String name = create("");
            try (Database database = open(name)) {
                Migrations.apply(database);
            }
            return name;
        }
    }
}
