package care.convoy.alert;

import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.ResidentId;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueOrderTest {
    private final Scene scene = new Scene();

    private AlertId open(String resident, DeviceMessage.Alarm message) {
        scene.pass(1);
        Outcome outcome =
                scene.apply(scene.signal(new DeviceId("d-" + resident), new ResidentId(resident), 1, message));
        return ((Outcome.Done) outcome).alert();
    }

    private List<AlertId> queue() {
        return scene.core().open().stream()
                .sorted(new QueueOrder())
                .map(AlertView::id)
                .toList();
    }

    @Test
    void moreUrgentThenAbandonedThenLongestWaiting() {
        AlertId removed = open("r1", new BandRemoved());
        AlertId early = open("r2", sos());
        AlertId late = open("r3", sos());
        AlertId left = open("r4", sos());
        assertThat(queue()).containsExactly(early, late, left, removed);

        scene.apply(new Command.Claim(scene.id(LI), left, 1));
        assertThat(queue()).containsExactly(early, late, left, removed);
        scene.apply(new Command.Release(scene.id(LI), left));
        assertThat(queue()).containsExactly(left, early, late, removed);
    }

    @Test
    void whatIsHeldBackComesLast() {
        DeviceId tried = new DeviceId("d-r1");
        scene.apply(new Command.BeginTest(scene.id(LI), tried, 3_600_000));
        AlertId onTest = open("r1", sos());
        AlertId putOff = open("r2", new BandRemoved());
        AlertId removed = open("r3", new BandRemoved());
        scene.apply(new Command.Claim(scene.id(LI), putOff, 1));
        scene.apply(new Command.Defer(
                scene.id(LI), putOff, scene.alert(putOff).version(), 60_000, Command.DeferralReason.OTHER, null));

        assertThat(queue()).containsExactly(removed, onTest, putOff);
        scene.pass(60);
        assertThat(queue()).containsExactly(removed, putOff, onTest);
    }

    @Test
    void furtherPressCountsFromItself() {
        AlertId early = open("r1", sos());
        AlertId late = open("r2", sos());
        scene.pass(5);
        scene.apply(scene.signal(new DeviceId("d-r1"), new ResidentId("r1"), 2, sos()));

        assertThat(queue()).containsExactly(late, early);
    }
}
