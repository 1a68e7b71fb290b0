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
 * The writer at 5,000 rows a second while its own PostgreSQL is stopped for minutes, or killed again and again; then every
 * row that was offered is counted in the database. Not a test: run its {@code main} by {@code trials/series}.
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
    private final long firstMillis = System.currentTimeMillis();
    private EmbeddedPostgres postgres;
    private long offered;
    private long shed;

    private SeriesTrial(Path directory) throws IOException {
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
                VitalsWriter.Settings.in(directory.resolve("spool"), SeriesRetention.STANDARD),
                counters);
        writer.start();
    }

    /** @param arguments {@code away SECONDS}, or {@code kill TIMES} */
    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("convoy-series");
        boolean lost;
        try (SeriesTrial trial = new SeriesTrial(directory)) {
            trial.offerFor(10);
            if (arguments[0].equals("away")) {
                trial.away(Integer.parseInt(arguments[1]));
            } else {
                trial.kill(Integer.parseInt(arguments[1]));
            }
            lost = trial.count(arguments[0].equals("kill"));
        } finally {
            PostgresBinaries.delete(directory);
        }
        System.exit(lost ? 1 : 0);
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

    private void kill(int times) {
        for (int i = 0; i < times; i++) {
            offerFor(5);
            ProcessHandle.of(postgres.pid()).ifPresent(ProcessHandle::destroyForcibly);
            long begin = System.nanoTime();
            long restarts = postgres.restarts();
            while (postgres.restarts() == restarts && secondsSince(begin) < 30) {
                offerFor(1);
            }
            System.out.printf("kill %d: started again within %.0f s%n", i + 1, secondsSince(begin));
            offerFor(5);
        }
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

    /** @return whether rows are missing that must not be */
    private boolean count(boolean killed) {
        writer.close();
        long stored = new Sql(database).count("vitals");
        long latest = new Sql(database).count("vitals_latest");
        System.out.printf(
                "offered %,d, stored %,d, missing %,d; shed by the lane %,d, dropped %,d, refused %,d; latest of %,d"
                        + " residents%n",
                offered, stored, offered - stored, shed, counters.rowsDropped(), counters.rowsRefused(), latest);
        // a kill may lose what was committed without waiting for the disk: 0.6 s and a batch
        return offered - stored > (killed ? 10L * ROWS_PER_SECOND : 0);
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
        database.close();
        postgres.close();
        System.out.printf("files were in %s%n", directory);
    }
}
