package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Task;
import care.convoy.console.VitalsSeries;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What only the database knows: ended cases, series, tasks. Given by {@code app} over the stores. Every method blocks, and
 * throws {@link StorageUnavailable} when the database cannot answer.
 */
public interface Records {
    /** An ended alert with its time line. */
    Optional<AlertView> ended(AlertId id);

    /** Ended alerts, newest first. */
    List<AlertView> ended(Page page);

    /** The resident's alerts within the last {@code days}, open ones included. */
    int alertsOf(ResidentId resident, int days);

    /** All open tasks. */
    List<Task> openTasks();

    /** Means per step. */
    List<VitalsSeries.Point> series(VitalsSeries.Query query);

    /** Keeps what somebody did. */
    void audit(List<care.convoy.console.Audit.Entry> entries);

    /** The device's last words from before the start. */
    Optional<DeviceId> known(DeviceId device);

    /**
     * Which ended alerts.
     *
     * @param beforeMillis only those received before, epoch milliseconds; {@link Long#MAX_VALUE} for the newest
     * @param limit 1 to 10,000
     */
    record Page(@Nullable AlertState state, @Nullable ResidentId resident, long beforeMillis, int limit) {}
}
