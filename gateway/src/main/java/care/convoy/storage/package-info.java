/**
 * PostgreSQL: the embedded server, the migrations, the stores, and the two writers that follow the gateway.
 *
 * <p>Nothing here is on the way of an alarm. {@link care.convoy.storage.Projector} carries the alert log's events into
 * the history, {@link care.convoy.storage.VitalsWriter} the telemetry lane's measurements into the series, each on its own
 * thread and each surviving an absent database; the stores are called on the threads of their users and answer within
 * seconds or throw {@link care.convoy.resident.StorageUnavailable}. The only package that knows SQL. Depends on
 * {@code resident}, {@code account}, {@code disclosure}, {@code ingest}, {@code alertlog}, {@code vault}, the pure packages, JDBC, HikariCP
 * and Flyway.
 */
@NullMarked
package care.convoy.storage;

import org.jspecify.annotations.NullMarked;
