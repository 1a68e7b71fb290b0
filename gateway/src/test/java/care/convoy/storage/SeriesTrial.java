package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import care.convoy.ingest.LatestBoard;
import care.convoy.ingest.Telemetry;
import care.convoy.ingest.TelemetryLane;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The writer at 5,000 rows a second while its own PostgreSQL is stopped for minutes, or killed again and again, or stopped while
 * the disk of the spool is full; then every row that was offered is counted in the database, and the newest values are compared
 * with the rows. Not a test: run its {@code main} by {@code trials/series}.
 */
final class SeriesTrial implements AutoCloseable {
    private static final int PEOPLE = 10_000;
    private static final int ROWS_PER_SECOND = 5_000;
    private static final int SLICES_PER_SECOND = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path directory;
    private final EmbeddedPostgres.Settings settings;
    private final Database database;
    private final TelemetryLane lane;
    private final StorageCounters counters = new StorageCounters();
    private final VitalsWriter writer;
    private final SeriesUpkeep upkeep;
    private final long firstMillis = System.currentTimeMillis();
    private EmbeddedPostgres postgres;
    private long offered;
    private long shed;

    private SeriesTrial(Path directory, Path spool) throws IOException {
        this.directory = directory;
        settings = new EmbeddedPostgres.Settings(
                directory.resolve("pg"), Path.of("target", "postgres").toAbsolutePath(), freePort());
        postgres = EmbeddedPostgres.start(settings);
        postgres.createDatabase("convoy");
        database = Database.open(postgres.login("convoy"));
        Migrations.apply(database);
        Provisions node = new Provisions(database, directory);
        node.people(PEOPLE);
        LatestBoard board = new LatestBoard(node.devices);
        lane = new TelemetryLane(100_000, board);
        writer = new VitalsWriter(
                new VitalsWriter.Way(lane, board, database),
                VitalsWriter.Settings.in(spool, SeriesRetention.STANDARD),
                counters);
        writer.start();
        upkeep = new SeriesUpkeep(database, SeriesRetention.STANDARD, counters);
        upkeep.start();
    }

    /** @param arguments {@code away SECONDS}, or {@code kill TIMES}, or {@code full SECONDS DIRECTORY} of a small disk */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("convoy-series");
        int number = Integer.parseInt(arguments[1]);
        boolean full = arguments[0].equals("full");
        boolean wrong;
        try (SeriesTrial trial =
                new SeriesTrial(directory, full ? Path.of(arguments[2]) : directory.resolve("spool"))) {
            trial.offerFor(10);
            if (arguments[0].equals("kill")) {
                trial.kill(number);
            } else {
                trial.away(number);
            }
            wrong = trial.count(full);
        } finally {
            PostgresBinaries.delete(directory);
        }
        System.exit(wrong ? 1 : 0);
    }

    private void away(int seconds) {
        postgres.close();
        System.out.printf("database stopped%n");
        offerFor(seconds);
        System.out.printf(
                "after %d s: %,d rows and %,d bytes on disk%n", seconds, counters.rowsSpooled(), counters.spoolBytes());
        long begin = System.nanoTime();
        postgres = EmbeddedPostgres.start(settings);
        System.out.printf("database back after %.1f s; %,d rows/s go on%n", secondsSince(begin), ROWS_PER_SECOND);
        begin = System.nanoTime();
        while (counters.spoolBytes() > 0 && secondsSince(begin) < PATIENCE.toSeconds()) {
            offerFor(1);
        }
        System.out.printf("caught up after %.0f s%n", secondsSince(begin));
    }

    /** The whole server, and in each second round one connection of the series, after which it recovers by itself. */
    private void kill(int times) {
        for (int i = 0; i < times; i++) {
            offerFor(5);
            boolean whole = i % 2 == 0;
            long pid = whole ? postgres.pid() : backend();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            long begin = System.nanoTime();
            do {
                offerFor(1);
            } while (!(counters.databaseUp() && counters.spoolBytes() == 0) && secondsSince(begin) < 60);
            System.out.printf(
                    "kill %d of the %s: written again and nothing on disk after %.0f s%n",
                    i + 1, whole ? "server" : "connection", secondsSince(begin));
        }
        offerFor(5);
    }

    private long backend() {
        return Long.parseLong(new Sql(database)
                .text("select pid from pg_stat_activity where application_name = 'convoy-series'"
                        + " order by state_change desc limit 1"));
    }

    private void offerFor(int seconds) {
        long begin = System.nanoTime();
        int slice = ROWS_PER_SECOND / SLICES_PER_SECOND;
        for (int i = 1; i <= seconds * SLICES_PER_SECOND; i++) {
            for (int row = 0; row < slice; row++) {
                offer();
            }
            long due = begin + i * TimeUnit.SECONDS.toNanos(1) / SLICES_PER_SECOND;
            LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        }
    }

    private void offer() {
        int person = (int) (offered % PEOPLE);
        long at = firstMillis + offered / 5;
        Vitals vitals = new Vitals(60 + person % 40, 97, 131, 82, 3_350, TemperatureSite.SKIN, 16, 900);
        Telemetry telemetry = new Telemetry(
                new DeviceId("d" + person), new ResidentId("R" + person), at, at, new VitalsMeasured(vitals));
        if (lane.offer(telemetry)) {
            offered++;
        } else {
            shed++;
        }
    }

    /** @return whether rows are missing that must not be, or newest values are not those of the rows */
    private boolean count(boolean mayDrop) throws InterruptedException {
        writer.close();
        Sql sql = new Sql(database);
        long begin = System.nanoTime();
        while (sql.count("vitals_latest_due") > 0 && secondsSince(begin) < 60) {
            Thread.sleep(500);
        }
        double repaired = secondsSince(begin);
        long stored = sql.count("vitals");
        long latest = sql.count("vitals_latest");
        long stale = sql.count("""
                (select resident_id, max(time) as newest from vitals group by 1) v left join vitals_latest l using (resident_id)
                where l.hr_at is distinct from v.newest""");
        System.out.printf(
                "offered %,d, stored %,d, missing %,d; shed by the lane %,d, dropped %,d, refused %,d%n",
                offered, stored, offered - stored, shed, counters.rowsDropped(), counters.rowsRefused());
        System.out.printf(
                "newest values of %,d residents, %,d of them not those of the rows; nothing left to repair after %.1f s%n",
                latest, stale, repaired);
        long missing = offered - stored;
        // the rows of the last seconds before it went are spooled though they are stored already, and are the first to
        // be dropped
        long most = mayDrop ? counters.rowsDropped() : 0;
        return stale > 0 || missing > most || missing < most - 10L * ROWS_PER_SECOND;
    }

    private static double secondsSince(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void close() {
        writer.close();
        upkeep.close();
        database.close();
        postgres.close();
        System.out.printf("files were in %s%n", directory);
    }
}
