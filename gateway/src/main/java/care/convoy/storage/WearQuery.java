package care.convoy.storage;

import care.convoy.storage.VitalsStore.Gap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a resident's device was off the body, out of what devices said. Stateless; within the caller's transaction. */
final class WearQuery {
    /** A word from before still holds at the beginning. */
    private static final Duration BEFORE = Duration.ofHours(12);

    /** Shorter is a device that was moved on the wrist, or another one beside it. */
    private static final Duration LEAST = Duration.ofMinutes(10);

    private static final int MOST = 500;

    private WearQuery() {}

    /** From the word 'not worn' to the next 'worn' of any device, oldest first, within the range, at most {@value #MOST}. */
    static List<Gap> notWorn(Connection connection, long resident, Instant from, Instant to) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select time, off from (
                  select v.time, v.flags & 2 <> 0 as off, lag(v.flags & 2 <> 0) over (order by v.time, v.device_id) as was
                  from vitals v where v.resident_id = ? and v.time >= ? and v.time < ? and v.flags & 3 <> 0) c
                where was is distinct from off order by time""")) {
            select.setLong(1, resident);
            select.setObject(2, Rows.time(from.minus(BEFORE).toEpochMilli()));
            select.setObject(3, Rows.time(to.toEpochMilli()));
            List<Gap> spans = new ArrayList<>();
            @Nullable Instant since = null;
            try (ResultSet rows = Rows.streamed(select)) {
                while (rows.next()) {
                    Instant at = Instant.ofEpochMilli(Rows.millis(rows, "time"));
                    if (rows.getBoolean("off")) {
                        since = at;
                    } else if (since != null) {
                        add(spans, since, at, from);
                        since = null;
                    }
                }
            }
            if (since != null) {
                add(spans, since, to, from);
            }
            return spans;
        }
    }

    private static void add(List<Gap> spans, Instant since, Instant until, Instant from) {
        Instant begin = since.isBefore(from) ? from : since;
        if (spans.size() < MOST && Duration.between(begin, until).compareTo(LEAST) >= 0) {
            spans.add(new Gap(begin, until));
        }
    }
}
