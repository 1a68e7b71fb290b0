package care.convoy.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final CompletableFuture<Void> firstStart = new CompletableFuture<>();
    private final AtomicLong restarts = new AtomicLong();
    private volatile @Nullable ProcessHandle running;

    private EmbeddedPostgres(PostgresServer server) {
        this.server = server;
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
     * Unpacks and creates the data directory, each only if it was not done before, and lets the server start, which takes
     * long after a crash with much to recover; see {@link #awaitReady}.
     *
     * @throws CannotStart saying what is wrong and how to mend it
     */
    public static EmbeddedPostgres begin(Settings settings) {
        try {
            PostgresServer server = PostgresServer.prepare(settings, PostgresBinaries.in(settings.cache()));
            EmbeddedPostgres postgres = new EmbeddedPostgres(server);
            postgres.supervisor.start();
            return postgres;
        } catch (IOException | UncheckedIOException failure) {
            throw cannotStart(settings.directory(), failure);
        }
    }

    /**
     * As {@link #begin}, and waits until connections are taken, at most 120 s.
     *
     * @throws CannotStart saying what is wrong and how to mend it; then no server runs
     */
    public static EmbeddedPostgres start(Settings settings) {
        EmbeddedPostgres postgres = begin(settings);
        try {
            if (postgres.awaitReady(PostgresServer.LONGEST_START)) {
                return postgres;
            }
        } catch (CannotStart failure) {
            postgres.close();
            throw failure;
        }
        postgres.close();
        throw new CannotStart(
                "embedded PostgreSQL in " + settings.directory() + " is not ready yet; see its" + " postgres.log");
    }

    /**
     * Waits for the first start.
     *
     * @return whether connections are taken; false if it takes longer, and then it goes on
     * @throws CannotStart if the server cannot be started at all
     */
    public boolean awaitReady(Duration patience) {
        try {
            firstStart.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failure) {
            throw cannotStart(server.directory(), failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static CannotStart cannotStart(Path directory, @Nullable Throwable failure) {
        if (failure instanceof CannotStart saysAll) {
            return saysAll;
        }
        return new CannotStart("embedded PostgreSQL in " + directory + " does not start ("
                + (failure == null ? "closed" : failure.getMessage())
                + "); see its postgres.log, or give an own server with --db");
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

    /** The server's process id; 0 before it is ready. */
    public long pid() {
        ProcessHandle process = running;
        return process == null ? 0 : process.pid();
    }

    /** Whether the server's process lives. */
    public boolean isRunning() {
        ProcessHandle process = running;
        return process != null && process.isAlive();
    }

    /** How often the supervisor had to start it again. */
    public long restarts() {
        return restarts.get();
    }

    private void supervise() {
        ProcessHandle process;
        try {
            process = server.adoptOrStart();
        } catch (IOException | UncheckedIOException | CannotStart failure) {
            firstStart.completeExceptionally(failure);
            return;
        }
        running = process;
        firstStart.complete(null);
        while (true) {
            CompletableFuture.anyOf(process.onExit(), closing).join();
            if (closing.isDone()) {
                return;
            }
            LOG.warn("embedded PostgreSQL (pid {}) died; starting it again", process.pid());
            ProcessHandle again = startAgain();
            if (again == null) {
                return;
            }
            process = again;
            running = again;
            restarts.incrementAndGet();
            LOG.info("embedded PostgreSQL runs again (pid {})", again.pid());
        }
    }

    /** @return null when closed before that succeeded */
    private @Nullable ProcessHandle startAgain() {
        Duration backOff = FIRST_BACK_OFF;
        while (!closesWithin(backOff)) {
            try {
                return server.adoptOrStart();
            } catch (IOException | UncheckedIOException | CannotStart failure) {
                LOG.warn("embedded PostgreSQL does not start: {}", failure.getMessage());
                Duration doubled = backOff.multipliedBy(2);
                backOff = doubled.compareTo(LONGEST_BACK_OFF) < 0 ? doubled : LONGEST_BACK_OFF;
            }
        }
        return null;
    }

    private boolean closesWithin(Duration wait) {
        try {
            closing.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException | InterruptedException impossible) {
            throw new IllegalStateException("nobody interrupts the supervisor", impossible);
        }
    }

    /** Stops the server: open transactions are rolled back, everything is written out (fast shutdown). */
    @Override
    public void close() {
        closing.complete(null);
        server.giveUpStarting();
        try {
            supervisor.join();
            ProcessHandle process = running;
            if (process != null) {
                server.stop(process);
            }
        } catch (IOException failure) {
            LOG.warn("embedded PostgreSQL (pid {}) could not be stopped: {}", pid(), failure.getMessage());
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
