package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import care.convoy.alert.CoreState.Answered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the log answered to persons before the emergency, by what it was about. Bounded by what a core remembers. One thread. */
final class LogAnswers {
    private final Map<AlertId, List<Answered>> byAlert = new HashMap<>();
    private final List<Answered> aboutDevices = new ArrayList<>();

    /** @param answers oldest first */
    void take(List<Answered> answers) {
        for (Answered answered : answers) {
            AlertId alert = answered.alert();
            List<Answered> same = alert == null ? aboutDevices : byAlert.computeIfAbsent(alert, _ -> new ArrayList<>());
            same.add(answered);
        }
    }

    /** Oldest first. */
    List<Answered> about(AlertId alert) {
        return byAlert.getOrDefault(alert, List.of());
    }

    /** Oldest first. */
    List<Answered> aboutDevices() {
        return aboutDevices;
    }
}
