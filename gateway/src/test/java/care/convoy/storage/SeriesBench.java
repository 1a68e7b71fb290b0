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
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast the writer fills the series, beside the bare statement with ready-made arrays on the same server in the same run;
 * and how long the embedded server takes to start. Not a test: run its {@code main}.
 */
final class SeriesBench {
    private static final int BATCH = 5_000;
    private static final Duration WINDOW = Duration.ofSeconds(3);
    private static final int ROUNDS = 11;
    private static final String BARE = """
            insert into vitals (time, resident_id, hr, spo2, sys, dia, temp, temp_site, resp, steps, device_id)
            select to_timestamp(a / 1000.0::float8), b, c, d, e, f, g / 100.0::real, h, i, j, k
            from unnest(?::int8[], ?::int8[], ?::int2[], ?::int2[], ?::int2[], ?::int2[], ?::int2[], ?::int2[],
              ?::int2[], ?::int4[], ?::int8[]) as t(a, b, c, d, e, f, g, h, i, j, k)
            on conflict do nothing""";

    private final Database database;
    private final Provisions node;
    private final Path directory;
    private final int people;
    /** Of now, a millisecond a row: a row that is late costs a note for the means more. */
    private long clockMillis = System.currentTimeMillis() - TimeUnit.MINUTES.toMillis(80);

    private SeriesBench(Database database, Path directory, int people) {
        this.people = people;
        this.database = database;
        this.directory = directory;
        node = new Provisions(database, directory);
        node.people(people);
    }

    /** @param args how many residents (1,000), each with a device, measure in turn */
    public static void main(String[] args) throws Exception {
        int people = args.length > 0 ? Integer.parseInt(args[0]) : 1_000;
        Path directory = Files.createTempDirectory("convoy-bench");
        EmbeddedPostgres.Settings settings =
                new EmbeddedPostgres.Settings(directory.resolve("pg"), directory.resolve("cache"), freePort());
        starts(settings);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(settings)) {
            postgres.createDatabase("convoy");
            try (Database database = Database.open(postgres.login("convoy"))) {
                long begin = System.nanoTime();
                Migrations.apply(database);
                System.out.printf("migrations, empty database   %6.2f s%n", secondsSince(begin));
                begin = System.nanoTime();
                Migrations.apply(database);
                System.out.printf("migrations, nothing to do    %6.2f s%n", secondsSince(begin));
                new SeriesBench(database, directory, people).rows();
            }
        } finally {
            PostgresBinaries.delete(directory);
        }
    }

    private static void starts(EmbeddedPostgres.Settings settings) {
        long begin = System.nanoTime();
        EmbeddedPostgres.start(settings).close();
        System.out.printf("cold: unpack, initdb, start, stop %6.2f s%n", secondsSince(begin));
        begin = System.nanoTime();
        EmbeddedPostgres postgres = EmbeddedPostgres.start(settings);
        System.out.printf("warm start                   %6.2f s%n", secondsSince(begin));
        begin = System.nanoTime();
        postgres.close();
        System.out.printf("stop                         %6.2f s%n", secondsSince(begin));
    }

    private void rows() {
        bare();
        writer();
        double[] bare = new double[ROUNDS];
        double[] ours = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            bare[round] = bare();
            ours[round] = writer();
            ratios[round] = ours[round] / bare[round];
            System.out.printf(
                    "round %d: bare %,9.0f rows/s, writer %,9.0f rows/s, ratio %.2f%n",
                    round + 1, bare[round], ours[round], ratios[round]);
        }
        Arrays.sort(bare);
        Arrays.sort(ours);
        Arrays.sort(ratios);
        System.out.printf(
                "medians, %,d residents: bare %,9.0f rows/s, writer %,9.0f rows/s, ratio of a round %.2f%n",
                people, bare[ROUNDS / 2], ours[ROUNDS / 2], ratios[ROUNDS / 2]);
    }

    private double bare() {
        VitalsPartitions partitions = new VitalsPartitions(database);
        long rows = 0;
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < WINDOW.toNanos()) {
            long first = clockMillis;
            clockMillis += BATCH;
            database.series(connection -> {
                partitions.ensure(connection, VitalsPartitions.dayOf(first));
                partitions.ensure(connection, VitalsPartitions.dayOf(first + BATCH));
                try (PreparedStatement insert = connection.prepareStatement(BARE)) {
                    bind(insert, first);
                    return insert.executeUpdate();
                }
            });
            rows += BATCH;
        }
        return rows / secondsSince(begin);
    }

    private void bind(PreparedStatement insert, long first) throws SQLException {
        long[] at = new long[BATCH];
        long[] keys = new long[BATCH];
        int[] steps = new int[BATCH];
        for (int i = 0; i < BATCH; i++) {
            at[i] = first + i;
            keys[i] = 1 + (first + i) % people;
            steps[i] = i;
        }
        insert.setObject(1, at);
        insert.setObject(2, keys);
        for (int column = 3; column <= 9; column++) {
            short[] values = new short[BATCH];
            Arrays.fill(values, (short) (60 + column));
            insert.setObject(column, values);
        }
        insert.setObject(10, steps);
        insert.setObject(11, keys);
    }

    private double writer() {
        LatestBoard board = new LatestBoard(node.devices);
        TelemetryLane lane = new TelemetryLane(50_000, board);
        StorageCounters counters = new StorageCounters();
        DeviceId[] devices = new DeviceId[people];
        ResidentId[] residents = new ResidentId[people];
        for (int i = 0; i < people; i++) {
            devices[i] = new DeviceId("d" + i);
            residents[i] = new ResidentId("R" + i);
        }
        VitalsWriter writer = new VitalsWriter(
                new VitalsWriter.Way(lane, board, database),
                VitalsWriter.Settings.in(directory.resolve("spool"), SeriesRetention.STANDARD),
                counters);
        writer.start();
        long begin = System.nanoTime();
        for (int i = 0; System.nanoTime() - begin < WINDOW.toNanos(); i++) {
            Vitals vitals = new Vitals(63, 64, 65, 66, 3_350, TemperatureSite.SKIN, 16, i);
            Telemetry telemetry = new Telemetry(
                    devices[i % people],
                    residents[i % people],
                    clockMillis++,
                    System.currentTimeMillis(),
                    new VitalsMeasured(vitals));
            while (!lane.offer(telemetry)) {
                LockSupport.parkNanos(200_000);
            }
        }
        writer.close();
        return counters.rowsWritten() / secondsSince(begin);
    }

    private static double secondsSince(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
