package care.convoy.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL in a directory of its own, reached at 127.0.0.1 only, with scram and a drawn password, fsync on.
 *
 * <p>The server is a direct child of this process. It outlives a kill -9 of it; the next start adopts such a survivor if
 * it was started alike, and else stops it. A supervisor thread starts a server that died again, after 0.2 s doubling to
 * 10 s. Works as root (inside {@code unshare -U}, since PostgreSQL refuses uid 0) and as any user. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);

    private final PostgresServer server;
    private final Thread supervisor;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile ProcessHandle running;
    private final AtomicLong restarts = new AtomicLong();

    private EmbeddedPostgres(PostgresServer server, ProcessHandle running) {
        this.server = server;
        this.running = running;
        supervisor = Thread.ofPlatform().name("postgres-supervisor").daemon().unstarted(this::supervise);
    }

    /**
     * Where and how.
     *
     * @param directory for the data, the password and the server's log; belongs to one gateway
     * @param cache where the programs are unpacked, once; may be shared between data directories
     * @param port on 127.0.0.1
     */
    public record Settings(Path directory, Path cache, int port) {}

    /**
     * Unpacks, creates the data directory and starts, each only if it was not done before; waits until connections are
     * taken, at most 120 s.
     *
     * @throws CannotStart saying what is wrong and how to mend it
     */
    public static EmbeddedPostgres start(Settings settings) {
        try {
            PostgresBinaries binaries = PostgresBinaries.in(settings.cache());
            PostgresServer server = PostgresServer.prepare(settings, binaries);
            EmbeddedPostgres postgres = new EmbeddedPostgres(server, server.adoptOrStart());
            postgres.supervisor.start();
            return postgres;
        } catch (IOException | UncheckedIOException failure) {
            throw new CannotStart("embedded PostgreSQL in " + settings.directory() + " does not start ("
                    + failure.getMessage() + "); see its postgres.log, or give an own server with --db");
        }
    }

    /** How to reach a database of this server; holds no password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + '/' + database;
    }

    /** The server's only user. */
    public String user() {
        return PostgresServer.USER;
    }

    /** The drawn password, also in the file {@code password} (mode 0600) of its directory. */
    public String password() {
        return server.password();
    }

    /** How to reach a database of this server. */
    public Database.Login login(String database) {
        return new Database.Login(jdbcUrl(database), user(), password());
    }

    /**
     * Creates the database unless it exists.
     *
     * @param name lower-case letters, digits and underscores
     */
    public void createDatabase(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("database name: lower-case letters, digits, underscores");
        }
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failure) {
            if (!"42P04".equals(failure.getSQLState())) { // duplicate_database
                throw new CannotStart("database " + name + " cannot be created (" + failure.getSQLState() + ")");
            }
        }
    }

    /** The server's process id. */
    public long pid() {
        return running.pid();
    }

    /** Whether the server's process lives. */
    public boolean isRunning() {
        return running.isAlive();
    }

    /** How often the supervisor had to start it again. */
    public long restarts() {
        return restarts.get();
    }

    private void supervise() {
        try {
            while (true) {
                running.onExit().get();
                if (closing.getCount() == 0) {
                    return;
                }
                LOG.warn("embedded PostgreSQL (pid {}) died; starting it again", running.pid());
                startAgain();
            }
        } catch (InterruptedException closed) {
            // close() stops the server itself
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("waiting for a process failed", impossible);
        }
    }

    private void startAgain() throws InterruptedException {
        Duration backOff = FIRST_BACK_OFF;
        while (!closing.await(backOff.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                running = server.adoptOrStart();
                restarts.incrementAndGet();
                LOG.info("embedded PostgreSQL runs again (pid {})", running.pid());
                return;
            } catch (IOException | UncheckedIOException | CannotStart failure) {
                LOG.warn("embedded PostgreSQL does not start: {}", failure.getMessage());
                backOff = backOff.multipliedBy(2).compareTo(LONGEST_BACK_OFF) < 0
                        ? backOff.multipliedBy(2)
                        : LONGEST_BACK_OFF;
            }
        }
    }

    /** Stops the server: open transactions are rolled back, everything is written out (fast shutdown). */
    @Override
    public void close() {
        closing.countDown();
        supervisor.interrupt();
        try {
            supervisor.join();
            server.stop(running);
        } catch (IOException failure) {
            LOG.warn("embedded PostgreSQL (pid {}) could not be stopped: {}", running.pid(), failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The embedded server cannot be started; the message is one line with the mend. */
    public static final class CannotStart extends RuntimeException {
        private static final long serialVersionUID = 1;

        public CannotStart(String message) {
            super(message);
        }
    }
}
