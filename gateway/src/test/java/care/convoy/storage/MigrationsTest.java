package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.resident.StorageUnavailable;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void twoGatewaysMayMigrateAtOnceAndAThirdFindsItDone() {
        try (Database database = TestPostgres.emptyDatabase()) {
            CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> Migrations.apply(database));
            int applied = Migrations.apply(database) + other.join();
            assertThat(applied).isGreaterThanOrEqualTo(3);
            assertThat(Migrations.apply(database)).isZero();
            Sql sql = new Sql(database);
            boolean hypertables = sql.count("pg_extension where extname = 'timescaledb'") == 1;
            for (String series : new String[] {"vitals", "vitals_5m", "vitals_daily", "location_history"}) {
                assertThat(sql.text("select relkind from pg_class where oid = '" + series + "'::regclass"))
                        .as(series)
                        .isEqualTo(hypertables ? "r" : "p");
                if (hypertables) {
                    assertThat(sql.count(
                                    "timescaledb_information.hypertables where hypertable_name = '" + series + "'"))
                            .isEqualTo(1);
                }
            }
        }
    }

    @Test
    void refusesADatabaseOfANewerProgram() {
        try (Database database = TestPostgres.database()) {
            new Sql(database).run("""
                            insert into flyway_schema_history
                            select installed_rank + 100, '999', description, type, script, checksum, installed_by,
                              installed_on, execution_time, success
                            from flyway_schema_history where version = '1'""");
            assertThatThrownBy(() -> Migrations.apply(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("does not fit this program");
        }
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        try (Database nowhere = Database.open(new Database.Login("jdbc:postgresql://127.0.0.1:1/none", "a", "b"))) {
            assertThatThrownBy(() -> Migrations.apply(nowhere)).isInstanceOf(StorageUnavailable.class);
        }
    }

    @Test
    void auditAndEventsCannotBeChanged() {
        try (Database database = TestPostgres.database()) {
            Sql sql = new Sql(database);
            new AuditLog(database)
                    .append(List.of(
                            new AuditLog.Entry(1_790_000_000_000L, "li\0", "127.0.0.1", "openCase", "R1", "done")));
            assertThat(sql.text("select actor || '/' || action from audit")).isEqualTo("li\uFFFD/openCase");
            for (String change : new String[] {
                "delete from audit", "update audit set actor = 'x'", "truncate audit", "delete from alert_event"
            }) {
                assertThatThrownBy(() -> sql.run(change))
                        .as(change)
                        .isInstanceOf(IllegalStateException.class)
                        .hasStackTraceContaining("is append-only");
            }
        }
    }
}
