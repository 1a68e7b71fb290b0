package care.convoy.storage;

import care.convoy.resident.StorageUnavailable;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The connections to one PostgreSQL: a pool of 4 for records, whose commits are on disk when they return, and one of 4 for
 * the series, whose commits may lose the last 0.6 s in a crash. Thread-safe.
 *
 * <p>Opens without a server, and works again by itself when the server is back. Every use ends within a few seconds: no
 * connection within 2.5 s, or a connection that breaks, is {@link StorageUnavailable}; a refused statement is a fault of
 * the program and an {@link IllegalStateException} that names the SQLSTATE only.
 */
public final class Database implements AutoCloseable {
    private static final int CONNECT_MILLIS = 2_500;

    private final Login login;
    private final HikariDataSource records;
    private final HikariDataSource series;
    private volatile boolean up;
    private volatile @Nullable String lastError;

    private Database(Login login) {
        this.login = login;
        records = pool(login, "records", 4, "");
        series = pool(login, "series", 4, " -c synchronous_commit=off");
    }

    /**
     * How to reach a database.
     *
     * @param user null if the URL carries it
     * @param password null if the URL carries it, or the server asks for none
     */
    public record Login(
            String jdbcUrl, @Nullable String user, @Nullable String password) {
        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    /** Work within one transaction; it is committed when the work returns. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Opens the pools; connects only when first used. */
    public static Database open(Login login) {
        return new Database(login);
    }

    /** Does the work in one transaction of the records; durable when this returns. */
    public <T extends @Nullable Object> T records(Work<T> work) {
        return within(records, work);
    }

    /** Does the work in one transaction of the series; durable within 0.6 s. */
    <T extends @Nullable Object> T series(Work<T> work) {
        return within(series, work);
    }

    /** Whether the last use found the database there. */
    public boolean isUp() {
        return up;
    }

    /** The kind of the last failure, as {@code SQLSTATE 57P01}; null if there was none. No data. */
    public @Nullable String lastError() {
        return lastError;
    }

    /** A connection without the pools' limits of time, for migrations. */
    PGSimpleDataSource patientSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(login.jdbcUrl());
        if (login.user() != null) {
            source.setUser(login.user());
        }
        if (login.password() != null) {
            source.setPassword(login.password());
        }
        source.setConnectTimeout(5);
        source.setApplicationName("convoy-migration");
        return source;
    }

    private <T extends @Nullable Object> T within(HikariDataSource pool, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            T result = inTransaction(connection, work);
            up = true;
            return result;
        } catch (SQLException failure) {
            throw translated(failure);
        }
    }

    private static <T extends @Nullable Object> T inTransaction(Connection connection, Work<T> work)
            throws SQLException {
        boolean done = false;
        try {
            T result = work.on(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            // the failure that led here says more, and the pool throws a broken connection away
        }
    }

    private RuntimeException translated(SQLException failure) {
        String kind = kindOf(failure);
        lastError = kind;
        if (isAbsence(failure)) {
            up = false;
            return new StorageUnavailable("database unavailable (" + kind + ")", failure);
        }
        return new IllegalStateException("database refused a statement (" + kind + ")", failure);
    }

    private static String kindOf(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return "SQLSTATE " + sql.getSQLState();
            }
        }
        return failure.getClass().getSimpleName();
    }

    /**
     * Whether to try again later: connection lost or refused, log-in refused, server starting or stopping or read-only, out
     * of resources, out of time, deadlock, and a database or table that is still to be created.
     */
    static boolean isAbsence(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException) {
            return true;
        }
        String state = failure.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.startsWith("58")
                        || state.startsWith("40")
                        || state.startsWith("28")
                        || state.equals("25006")
                        || state.equals("3D000")
                        || state.equals("42P01"));
    }

    private static HikariDataSource pool(Login login, String name, int size, String options) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("convoy-" + name);
        config.setJdbcUrl(login.jdbcUrl());
        if (login.user() != null) {
            config.setUsername(login.user());
        }
        if (login.password() != null) {
            config.setPassword(login.password());
        }
        config.setAutoCommit(false);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setValidationTimeout(CONNECT_MILLIS - 500);
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "convoy-" + name);
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("socketTimeout", "30");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty("options", "-c statement_timeout=10000" + options);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        // details quote values, which may be names or numbers
        config.addDataSourceProperty("logServerErrorDetail", "false");
        return new HikariDataSource(config);
    }

    @Override
    public void close() {
        // while the server is away each pool takes seconds to give up
        Thread other = Thread.ofPlatform().name("series-pool-closing").start(series::close);
        records.close();
        try {
            other.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
