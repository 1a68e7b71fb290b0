package care.convoy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** After an outage everything is overdue at once. */
class ManyDueTest {
    private static final int ALERTS = 3 * AlertCore.MOST_AT_ONCE + 10;

    @Test
    void oneTurnMeetsABoundedNumberOfDeadlinesAndAsksForTheRestAtOnce() {
        Scene scene = new Scene();
        for (int i = 0; i < ALERTS; i++) {
            scene.apply(scene.signal(
                    new DeviceId("band-" + i),
                    new ResidentId("resident-" + i),
                    1,
                    new DeviceMessage.SosPressed(1, null)));
        }
        long wait = scene.core().millisToNextDeadline();
        assertThat(wait).isPositive();
        scene.told.clear();

        scene.jump(wait / 1_000.0);

        assertThat(alertsWithSteps(scene)).hasSize(AlertCore.MOST_AT_ONCE);
        assertThat(scene.core().millisToNextDeadline()).isZero();
        int turns = 1;
        while (scene.core().millisToNextDeadline() == 0) {
            scene.jump(0);
            turns++;
        }
        assertThat(turns).isEqualTo(4);
        assertThat(alertsWithSteps(scene)).hasSize(ALERTS);
    }

    private static Set<AlertId> alertsWithSteps(Scene scene) {
        Set<AlertId> alerts = new HashSet<>();
        for (Scene.Told told : scene.told) {
            if (told.event() instanceof Event.StepDue step) {
                alerts.add(step.alert());
            }
        }
        return alerts;
    }
}
