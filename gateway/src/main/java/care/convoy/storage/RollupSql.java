package care.convoy.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * The one statement of the roll-ups, with and without the extension: means of 5 minutes out of rows, and daily ones out of
 * those. It writes only what is new or has another number of rows than before; rows are never changed, so that the number
 * tells. Stateless.
 */
final class RollupSql {
    /** Length of the short steps. */
    static final String FIVE_MINUTES = "interval '5 minutes'";

    /** A midnight of the county. */
    static final String MIDNIGHT = "timestamptz '2000-01-01 00:00:00+08'";

    /** Small whole numbers, and temperatures by where they were taken. */
    private static final List<String> VITALS = List.of("hr", "spo2", "sys", "dia", "skin", "core", "resp");

    /** Of rows: what was measured while the device was not worn does not count. */
    private static final String ROWS = """
            (select v.time, v.resident_id, v.steps, v.battery, case when worn then hr end as hr,
              case when worn then spo2 end as spo2, case when worn then sys end as sys,
              case when worn then dia end as dia, case when worn then resp end as resp,
              case when worn and temp_site = 0 then temp end as skin,
              case when worn and temp_site = 1 then temp end as core
            from (select *, coalesce(flags, 0) & 2 = 0 as worn from vitals) v) v""";

    /** What the table has of a bucket: looked up in its window, or one by one. */
    private static final String IN_WINDOW = " left join %s o on o.resident_id = f.resident_id and o.bucket = f.bucket"
            + " and o.bucket >= ? and o.bucket < ?";

    private static final String ONE_BY_ONE =
            " left join lateral (select sets from %s t where t.resident_id = f.resident_id"
                    + " and t.bucket = f.bucket limit 1) o on true";

    /** A window of time. Parameters: from, to, and once more from, to. */
    static final String FIVE_MINUTES_OF_WINDOW = into(
            "vitals_5m",
            aggregate(
                    ofRows(),
                    "date_bin(" + FIVE_MINUTES + ", v.time, " + MIDNIGHT + ")",
                    ROWS + " where v.time >= ? and v.time < ?"),
            IN_WINDOW);

    /** Noted buckets. Parameters: residents, starts of buckets (milliseconds). */
    static final String FIVE_MINUTES_OF_NOTED = into(
            "vitals_5m",
            aggregate(
                    ofRows(),
                    "d.bucket",
                    "(select r as resident_id, to_timestamp(b / 1000.0::float8) as bucket"
                            + " from unnest(?::int8[], ?::int8[]) as t(r, b)) d join " + ROWS
                            + " on v.resident_id = d.resident_id and v.time >= d.bucket and v.time < d.bucket + "
                            + FIVE_MINUTES),
            ONE_BY_ONE);

    /** Days of some residents. Parameters: from, to, first key, key behind the last, and once more from, to. */
    static final String DAILY = into(
            "vitals_daily",
            aggregate(
                    ofMeans(),
                    "date_bin(interval '1 day', v.bucket, " + MIDNIGHT + ")",
                    "vitals_5m v where v.bucket >= ? and v.bucket < ? and v.resident_id >= ? and v.resident_id < ?"),
            IN_WINDOW);

    /** Noted days. Parameters: residents, starts of days (milliseconds). */
    static final String DAILY_OF_NOTED = into(
            "vitals_daily",
            aggregate(
                    ofMeans(),
                    "d.bucket",
                    "(select r as resident_id, to_timestamp(b / 1000.0::float8) as bucket"
                            + " from unnest(?::int8[], ?::int8[]) as t(r, b)) d join vitals_5m v"
                            + " on v.resident_id = d.resident_id and v.bucket >= d.bucket"
                            + " and v.bucket < d.bucket + interval '1 day'"),
            ONE_BY_ONE);

    private RollupSql() {}

    /** Rows of one resident as means of steps. @param binned the start of a row's step */
    static String readRows(String binned, String where) {
        return aggregate(ofRows(), binned, ROWS + " where " + where);
    }

    /** Means of 5 minutes or days of one resident as means of longer steps. @param binned the start of a mean's step */
    static String readMeans(String table, String binned, String where) {
        return aggregate(ofMeans(), binned, table + " v where " + where);
    }

    /** Means out of one or more of the above as means of the same steps. */
    static String merge(String of) {
        return aggregate(ofMeans(), "v.bucket", "(" + of + ") v");
    }

    private static String aggregate(List<String> columns, String bucket, String source) {
        return "select " + bucket + " as bucket, v.resident_id, " + String.join(", ", columns) + " from " + source
                + " group by 1, 2";
    }

    private static List<String> ofRows() {
        List<String> columns = new ArrayList<>(
                List.of("count(*)::int as sets", "max(v.steps) as steps_max", "min(v.battery)::int2 as battery_min"));
        for (String vital : VITALS) {
            columns.add("avg(v." + vital + ")::real as " + vital + "_avg");
            columns.add("min(v." + vital + ") as " + vital + "_min");
            columns.add("max(v." + vital + ") as " + vital + "_max");
            columns.add("count(v." + vital + ")::int as " + vital + "_n");
        }
        return columns;
    }

    private static List<String> ofMeans() {
        List<String> columns = new ArrayList<>(List.of(
                "sum(v.sets)::int as sets",
                "max(v.steps_max) as steps_max",
                "min(v.battery_min)::int2 as battery_min"));
        for (String vital : VITALS) {
            columns.add("(sum(v." + vital + "_avg::float8 * v." + vital + "_n) / nullif(sum(v." + vital
                    + "_n), 0))::real as " + vital + "_avg");
            columns.add("min(v." + vital + "_min) as " + vital + "_min");
            columns.add("max(v." + vital + "_max) as " + vital + "_max");
            columns.add("coalesce(sum(v." + vital + "_n), 0)::int as " + vital + "_n");
        }
        return columns;
    }

    private static String into(String table, String fresh, String present) {
        List<String> columns = new ArrayList<>(List.of("bucket", "resident_id", "sets", "steps_max", "battery_min"));
        for (String vital : VITALS) {
            for (String kind : List.of("_avg", "_min", "_max", "_n")) {
                columns.add(vital + kind);
            }
        }
        String changes = String.join(
                ", ",
                columns.stream()
                        .skip(2)
                        .map(column -> column + " = excluded." + column)
                        .toList());
        return "insert into " + table + " (" + String.join(", ", columns) + ") select "
                + String.join(
                        ", ", columns.stream().map(column -> "f." + column).toList()) + " from (" + fresh
                + ") f" + present.replace("%s", table)
                + " where o.sets is distinct from f.sets on conflict (resident_id, bucket) do update set " + changes;
    }
}
