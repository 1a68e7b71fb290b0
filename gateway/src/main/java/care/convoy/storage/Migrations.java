package care.convoy.storage;

import care.convoy.resident.StorageUnavailable;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a database to this program's schema. Several gateways may call it at once: one works, the others wait. Stateless.
 *
 * <p>The scripts lie in {@code db/migration}; none may say {@code create index concurrently}, which waits for ever.
 */
public final class Migrations {
    private Migrations() {}

    /**
     * Applies what is missing.
     *
     * @return how many scripts were applied
     * @throws StorageUnavailable if the database is away
     * @throws IllegalStateException if the database is of a newer program or its schema was changed by hand
     */
    public static int apply(Database database) {
        Flyway flyway = Flyway.configure()
                .dataSource(database.patientSource())
                .locations("classpath:db/migration")
                .ignoreMigrationPatterns(new String[0])
                .loggers("slf4j")
                .load();
        try {
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException failure) {
            if (causedByAbsence(failure)) {
                throw new StorageUnavailable("database unavailable for migration", failure);
            }
            throw new IllegalStateException("the database's schema does not fit this program", failure);
        }
    }

    private static boolean causedByAbsence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && Database.isAbsence(sql)) {
                return true;
            }
        }
        return false;
    }
}
