package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    private Path directory;

    @Test
    void startsDurableAndClosedToOthersAndKeepsItsDataOverARestart() throws Exception {
        EmbeddedPostgres.Settings settings = settings();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            postgres.createDatabase("convoy");
            postgres.createDatabase("convoy");
            assertThat(ask(postgres, "show fsync")).isEqualTo("on");
            assertThat(ask(postgres, "show synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "select string_agg(distinct auth_method, ' ') from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("pg/password"))))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("convoy"), "convoy", "guess"))
                    .isInstanceOf(SQLException.class);
            ask(postgres, "create table kept as select 1 as one; select 1");
        }
        try (EmbeddedPostgres again = EmbeddedPostgres.start(settings)) {
            assertThat(ask(again, "select one from kept")).isEqualTo("1");
        }
    }

    @Test
    void isStartedAgainAfterItWasKilled() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings())) {
            postgres.createDatabase("convoy");
            long killed = postgres.pid();
            Programs.signal(killed, "KILL");
            Eventually.within(Duration.ofSeconds(60)).isTrue(() -> postgres.restarts() == 1);
            assertThat(postgres.pid()).isNotEqualTo(killed);
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void adoptsTheSurvivorOfAKilledGatewayIfItWasStartedAlike() throws Exception {
        EmbeddedPostgres.Settings settings = settings();
        long survivor = startInAGatewayThatIsKilled(settings);
        try (EmbeddedPostgres adopted = EmbeddedPostgres.start(settings)) {
            assertThat(adopted.pid()).isEqualTo(survivor);
            assertThat(ask(adopted, "select 1")).isEqualTo("1");
        }
        assertThat(ProcessHandle.of(survivor).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void stopsASurvivorThatWasStartedOtherwise() throws Exception {
        EmbeddedPostgres.Settings settings = settings();
        long survivor = startInAGatewayThatIsKilled(settings);
        EmbeddedPostgres.Settings elsewhere =
                new EmbeddedPostgres.Settings(settings.directory(), settings.cache(), freePort());
        try (EmbeddedPostgres replaced = EmbeddedPostgres.start(elsewhere)) {
            assertThat(replaced.pid()).isNotEqualTo(survivor);
            assertThat(ProcessHandle.of(survivor).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(ask(replaced, "select 1")).isEqualTo("1");
        }
    }

    private static long startInAGatewayThatIsKilled(EmbeddedPostgres.Settings settings) throws Exception {
        Process gateway = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DoomedGateway.class.getName(),
                        settings.directory().toString(),
                        settings.cache().toString(),
                        Integer.toString(settings.port()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader said = gateway.inputReader()) {
            String line = said.readLine();
            while (!line.startsWith("postgres ")) {
                line = said.readLine();
            }
            gateway.destroyForcibly().waitFor();
            return Long.parseLong(line.substring("postgres ".length()));
        }
    }

    /** Starts the database and waits to be killed. */
    static final class DoomedGateway {
        private DoomedGateway() {}

        public static void main(String[] args) throws Exception {
            EmbeddedPostgres.Settings settings =
                    new EmbeddedPostgres.Settings(Path.of(args[0]), Path.of(args[1]), Integer.parseInt(args[2]));
            EmbeddedPostgres postgres = EmbeddedPostgres.start(settings);
            postgres.createDatabase("convoy");
            System.out.println("postgres " + postgres.pid());
            new CountDownLatch(1).await();
        }
    }

    @Test
    void leavesNoServerBehindWhenClosedWhileItStarts() throws Exception {
        EmbeddedPostgres.Settings settings = settings();
        EmbeddedPostgres.begin(settings).close();
        assertThat(directory.resolve("pg/cluster/postmaster.pid")).doesNotExist();
        EmbeddedPostgres begun = EmbeddedPostgres.begin(settings);
        try (begun) {
            assertThat(begun.awaitReady(Duration.ofMinutes(2))).isTrue();
            begun.createDatabase("convoy");
            assertThat(ask(begun, "select 1")).isEqualTo("1");
        }
        assertThat(begun.isRunning()).isFalse();
    }

    @Test
    void namesAPortThatIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            EmbeddedPostgres.Settings settings =
                    new EmbeddedPostgres.Settings(directory.resolve("pg"), TestPostgres.cache(), other.getLocalPort());
            assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
                    .isInstanceOf(EmbeddedPostgres.CannotStart.class)
                    .hasMessageContaining("port " + other.getLocalPort())
                    .hasMessageContaining("--port-offset");
        }
    }

    @Test
    void refusesTheDataOfAnotherMajorVersion() throws Exception {
        Path cluster = directory.resolve("pg/cluster");
        Files.createDirectories(cluster);
        Files.writeString(cluster.resolve("PG_VERSION"), "17\n");
        EmbeddedPostgres.Settings settings = settings();
        assertThatThrownBy(() -> EmbeddedPostgres.start(settings))
                .isInstanceOf(EmbeddedPostgres.CannotStart.class)
                .hasMessageContaining("of PostgreSQL 17")
                .hasMessageContaining("backup");
    }

    @Test
    void startsAlthoughThePidInTheLockFileBelongsToAnotherProgramNow() throws Exception {
        EmbeddedPostgres.Settings settings = settings();
        EmbeddedPostgres.start(settings).close();
        Files.writeString(
                directory.resolve("pg/cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + directory.resolve("pg/cluster") + "\n0\n1\n\n127.0.0.1\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            assertThat(postgres.isRunning()).isTrue();
        }
    }

    private EmbeddedPostgres.Settings settings() throws IOException {
        return new EmbeddedPostgres.Settings(directory.resolve("pg"), TestPostgres.cache(), freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl("convoy"), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            while (statement.getResultSet() == null) {
                statement.getMoreResults();
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
