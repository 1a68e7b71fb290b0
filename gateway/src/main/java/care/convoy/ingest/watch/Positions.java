package care.convoy.ingest.watch;

import care.convoy.device.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the fix of a report is worth. Pure. */
final class Positions {
    private static final long BACK_MILLIS = TimeUnit.DAYS.toMillis(30);
    private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(5);

    private Positions() {}

    /** Of a readable fix. Without satellites it is never valid, and nobody knows where it comes from. */
    static Position of(PositionReport report, long receivedAtMillis) {
        PositionReport.Fix fix = report.fix();
        double accuracy = report.surroundings().accuracyMetres();
        return new Position(
                fix.latitude(),
                fix.longitude(),
                accuracy > 0 ? accuracy : Position.UNKNOWN_ACCURACY,
                fix.valid() ? Position.Source.GNSS : Position.Source.UNKNOWN,
                fix.valid(),
                isPlausible(fix.timeMillis(), receivedAtMillis) ? fix.timeMillis() : receivedAtMillis);
    }

    /** Where help is to go; null rather than the zeros that stand for nothing. */
    static @Nullable Position ofAlarm(PositionReport report, long receivedAtMillis) {
        PositionReport.Fix fix = report.fix();
        boolean nowhere = !fix.valid() && fix.latitude() == 0 && fix.longitude() == 0;
        return !fix.isReadable() || nowhere ? null : of(report, receivedAtMillis);
    }

    /** Names of what an alarm should have and has not. */
    static List<String> missing(PositionReport report) {
        List<String> missing = new ArrayList<>(2);
        if (report.fix().timeMillis() < 0) {
            missing.add("time");
        }
        if (!report.fix().isReadable()) {
            missing.add("location");
        }
        if (!report.status().isReadable()) {
            missing.add("status");
        }
        return missing;
    }

    private static boolean isPlausible(long timeMillis, long receivedAtMillis) {
        return timeMillis >= receivedAtMillis - BACK_MILLIS && timeMillis <= receivedAtMillis + AHEAD_MILLIS;
    }
}
