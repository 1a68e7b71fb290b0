package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.console.Alerts;
import care.convoy.console.Audit;
import care.convoy.console.HealthSeries;
import care.convoy.console.VitalsSeries;
import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What only the database knows. Given by {@code app} over the stores. Every method blocks, and throws
 * {@link StorageUnavailable} when the database cannot answer.
 */
public interface Records {
    /** An ended alert with its time line. */
    Optional<AlertView> ended(AlertId id);

    /** Ended alerts, newest first, without time lines. */
    EndedPage ended(Alerts.ClosedQuery query);

    /** The resident's alerts of the last {@code days}, open ones included. */
    int alertsOf(ResidentId resident, int days);

    /** Means per step. */
    List<VitalsSeries.Point> series(VitalsSeries.Query query);

    /** Measurements with their spread, per step. */
    List<HealthSeries.Bucket> buckets(HealthSeries.Query query);

    /** When the device was off the body. */
    List<HealthSeries.Span> notWorn(HealthSeries.Query query);

    /** Stores a new password and clears the one-time mark. */
    void replacePassword(String login, String argon2id);

    /** Keeps what somebody did; durable when it returns. */
    void audit(List<Audit.Entry> entries);

    /** A page. @param next where the next one starts, null on the last */
    record EndedPage(List<AlertView> views, @Nullable String next) {
        public EndedPage {
            views = List.copyOf(views);
        }
    }
}
