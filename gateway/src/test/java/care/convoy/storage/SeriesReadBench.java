package care.convoy.storage;

import care.convoy.device.ResidentId;
import care.convoy.storage.VitalsStore.Cohort;
import care.convoy.storage.VitalsStore.Query;
import care.convoy.storage.VitalsStore.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ten million rows, 1,000 residents each 13 minutes over 90 days, and how long the readers take: cold is just after the
 * database was started again and, where that is allowed, the machine's file cache was emptied. Not a test: run its {@code main}
 * by {@code ./convoy bench series-read}.
 */
final class SeriesReadBench {
    private static final int MEASURED = 1_000;
    private static final int PEOPLE = 10_000;
    private static final int DAYS = 90;
    private static final int ROUNDS = 5;

    private final Database database;
    private final VitalsStore store;
    private final Instant to = Instant.now();

    private SeriesReadBench(Database database) {
        this.database = database;
        store = new VitalsStore(database, SeriesRetention.STANDARD);
    }

    @FunctionalInterface
    private interface Question {
        long ask(VitalsStore store, ResidentId resident);
    }

    /** @param arguments none, or the JDBC URL of a database, empty or loaded by this before: then nothing is started again */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0) {
            outside(new Database.Login(arguments[0], null, null));
            return;
        }
        Path directory = Files.createTempDirectory("convoy-read");
        int port;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        try {
            run(
                    new EmbeddedPostgres.Settings(
                            directory.resolve("pg"),
                            Path.of("target", "postgres").toAbsolutePath(),
                            port),
                    directory);
        } finally {
            PostgresBinaries.delete(directory);
        }
    }

    private static void outside(Database.Login login) throws Exception {
        Path directory = Files.createTempDirectory("convoy-read");
        try (Database database = Database.open(login)) {
            Migrations.apply(database);
            if (new Sql(database).count("resident") == 0) {
                new Provisions(database, directory).people(PEOPLE);
                new SeriesReadBench(database).load();
            }
            for (Ask ask : Ask.values()) {
                new SeriesReadBench(database).time(ask);
            }
        } finally {
            PostgresBinaries.delete(directory);
        }
    }

    private static void run(EmbeddedPostgres.Settings settings, Path directory) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(settings);
        postgres.createDatabase("convoy");
        try (Database database = Database.open(postgres.login("convoy"))) {
            Migrations.apply(database);
            new Provisions(database, directory).people(PEOPLE);
            new SeriesReadBench(database).load();
        }
        for (Ask ask : Ask.values()) {
            postgres.close();
            boolean emptied = emptyFileCache();
            postgres = EmbeddedPostgres.start(settings);
            try (Database database = Database.open(postgres.login("convoy"))) {
                new Sql(database).count("rollup_state");
                System.out.print(emptied ? "file cache emptied: " : "file cache warm: ");
                new SeriesReadBench(database).time(ask);
            }
        }
        postgres.close();
    }

    /** Whether that is allowed. */
    private static boolean emptyFileCache() throws Exception {
        new ProcessBuilder("sync").start().waitFor();
        try {
            Files.writeString(Path.of("/proc/sys/vm/drop_caches"), "3");
            return true;
        } catch (IOException notAllowed) {
            return false;
        }
    }

    /** What is asked. */
    private enum Ask {
        DAY("24 h of one resident in 240 steps"),
        LATEST("latest of 10,000 residents"),
        QUARTER("90 days of one resident in 240 steps"),
        QUARTER_OF_DAYS("90 days of one resident, a step a day"),
        COHORT("cohort: 50 residents, 90 days of rows", 2),
        COHORT_OF_MEANS("cohort: 1,000 residents, 90 days of days", 2),
        COHORT_OF_ALL("cohort: 1,000 residents, 90 days of rows", 1),
        CURSOR("the same columns by a bare cursor, unordered", 1);

        private final String words;
        private final int rounds;

        Ask(String words) {
            this(words, ROUNDS);
        }

        /** @param rounds warm ones */
        Ask(String words, int rounds) {
            this.words = words;
            this.rounds = rounds;
        }
    }

    private void load() {
        VitalsPartitions partitions = new VitalsPartitions(database);
        long begin = System.nanoTime();
        for (int day = DAYS; day >= 0; day--) {
            Instant start = Rollups.dayOf(to.minus(Duration.ofDays(day)));
            database.series(connection -> {
                partitions.ensure(connection, VitalsPartitions.dayOf(start.toEpochMilli()));
                partitions.ensure(
                        connection,
                        VitalsPartitions.dayOf(start.plus(Duration.ofDays(1)).toEpochMilli()));
                return true;
            });
            new Sql(database)
                    .run(String.format(
                            Locale.ROOT,
                            """
                    insert into vitals (time, resident_id, hr, spo2, sys, dia, temp, temp_site, resp, steps, battery, flags,
                      device_id)
                    select t, r.id, 60 + random() * 40, 94 + random() * 5, 120, 80, 33.5, 0, 16, 100, 80, 1, r.id
                    from generate_series(timestamptz '%s', timestamptz '%s', interval '13 minutes') t,
                      (select id from resident order by id limit %d) r on conflict do nothing""",
                            start,
                            start.plus(Duration.ofDays(1)).minusMillis(1),
                            MEASURED));
        }
        Sql sql = new Sql(database);
        sql.run(
                "insert into vitals_latest (resident_id, hr, hr_at, spo2, spo2_at) select id, 70, now(), 97, now() from resident");
        long rows = sql.count("vitals");
        System.out.printf("%,d rows loaded in %.0f s%n", rows, secondsSince(begin));
        begin = System.nanoTime();
        sql.run(
                "update rollup_state set five_to = (select min(time) from vitals), daily_to = (select min(time) from vitals)");
        int means = new Rollups(database, new StorageCounters()).run(to);
        System.out.printf("%,d means written in %.0f s%n", means, secondsSince(begin));
        sizes(sql);
    }

    private static void sizes(Sql sql) {
        boolean hypertables = sql.count("pg_class where oid = 'vitals'::regclass and relkind = 'p'") == 0;
        for (String table : List.of("vitals", "vitals_5m", "vitals_daily")) {
            String chunks = hypertables
                    ? "(select format('%I.%I', chunk_schema, chunk_name)::regclass from timescaledb_information.chunks"
                            + " where hypertable_name = '" + table + "') c(chunk)"
                    : "(select inhrelid from pg_inherits where inhparent = '" + table + "'::regclass) c(chunk)";
            System.out.printf(
                    "%-14s %s bytes a row, %s with its indexes%n",
                    table,
                    sql.text("select (sum(pg_table_size(chunk)) / (select count(*) from " + table
                            + "))::numeric(10, 1) from " + chunks),
                    sql.text("select (sum(pg_total_relation_size(chunk)) / (select count(*) from " + table
                            + "))::numeric(10, 1) from " + chunks));
        }
    }

    private void time(Ask ask) {
        List<Double> millis = new ArrayList<>();
        long answer = 0;
        for (int round = 0; round <= ask.rounds; round++) {
            long begin = System.nanoTime();
            answer = question(ask).ask(store, new ResidentId("R" + (100 + 37 * round)));
            millis.add(secondsSince(begin) * 1e3);
        }
        double cold = millis.removeFirst();
        millis.sort(null);
        System.out.printf(
                "%-46s first %9.1f ms, then %9.1f ms (median of %d), %,d results%n",
                ask.words, cold, millis.get(ask.rounds / 2), ask.rounds, answer);
    }

    private Question question(Ask ask) {
        return switch (ask) {
            case DAY -> (from, who) -> steps(from, who, Duration.ofDays(1), Duration.ofMinutes(6));
            case QUARTER -> (from, who) -> steps(from, who, Duration.ofDays(DAYS), Duration.ofHours(9));
            case QUARTER_OF_DAYS -> (from, who) -> steps(from, who, Duration.ofDays(DAYS), Duration.ofDays(1));
            case LATEST -> (from, _) -> from.latest(people(PEOPLE)).size();
            case COHORT -> (from, _) -> export(from, 50, Source.ROWS);
            case COHORT_OF_MEANS -> (from, _) -> export(from, MEASURED, Source.DAYS);
            case COHORT_OF_ALL -> (from, _) -> export(from, MEASURED, Source.ROWS);
            case CURSOR -> (_, _) -> bareCursor();
        };
    }

    /** As lines of text, to nowhere. */
    private long export(VitalsStore from, int residents, Source source) {
        PrintWriter out = new PrintWriter(Writer.nullWriter());
        return from.cohort(new Cohort(people(residents), to.minus(Duration.ofDays(DAYS)), to, source), line -> {
            VitalsStore.Point point = line.point();
            out.println(line.resident().value()
                    + ','
                    + point.at()
                    + ','
                    + mean(point.heartRateBpm())
                    + ','
                    + mean(point.spo2Percent())
                    + ','
                    + mean(point.systolicMmHg())
                    + ','
                    + mean(point.diastolicMmHg())
                    + ','
                    + mean(point.skinC())
                    + ','
                    + mean(point.respirationPerMin())
                    + ','
                    + point.steps());
        });
    }

    private static String mean(VitalsStore.@Nullable Spread spread) {
        return spread == null ? "" : String.valueOf(spread.mean());
    }

    private long bareCursor() {
        PrintWriter out = new PrintWriter(Writer.nullWriter());
        return database.series(connection -> {
            long lines = 0;
            try (PreparedStatement select = connection.prepareStatement(
                            "select resident_id, time, hr, spo2, sys, dia, temp, resp, steps from vitals");
                    ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    for (int column = 1; column <= 9; column++) {
                        out.print(rows.getString(column));
                        out.print(',');
                    }
                    out.println();
                    lines++;
                }
            }
            return lines;
        });
    }

    private long steps(VitalsStore from, ResidentId who, Duration range, Duration step) {
        return from.series(new Query(who, to.minus(range), to, step)).points().size();
    }

    private static List<ResidentId> people(int count) {
        List<ResidentId> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(new ResidentId("R" + i));
        }
        return people;
    }

    private static double secondsSince(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }
}
