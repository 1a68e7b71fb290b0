package care.convoy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.DeviceMessage.AlarmRaised.Reason;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alarms that a device raises for a fence, or without saying what for. */
class AlarmRaisedTest {
    private static final Position SOMEWHERE =
            new Position(28.2, 112.9, 10, Position.Source.GNSS, true, Scene.START_MILLIS);

    private final Scene scene = new Scene();

    @ParameterizedTest
    @CsvSource({"LEFT_FENCE, FENCE, P2", "ENTERED_FENCE, FENCE, P3", "UNSPECIFIED, GENERAL, P2"})
    void opensAnAlertOfItsKind(Reason reason, AlertKind kind, Priority priority) {
        scene.hear(new AlarmRaised(reason, SOMEWHERE));

        assertThat(scene.alert().kind()).isEqualTo(kind);
        assertThat(scene.alert().priority()).isEqualTo(priority);
        assertThat(scene.alert().state()).isEqualTo(AlertState.QUEUED);
        assertThat(scene.alert().position()).isEqualTo(SOMEWHERE);
        assertThat(scene.alert().presses()).isZero();
    }

    @Test
    void aRepeatIsAnsweredAgainAndAnotherReasonUnderTheSameNumberIsAnotherSignal() {
        Outcome first = scene.hear(7, new AlarmRaised(Reason.LEFT_FENCE, null));
        Outcome repeat = scene.hear(7, new AlarmRaised(Reason.LEFT_FENCE, null));
        assertThat(((Outcome.Done) repeat).duplicate()).isTrue();
        assertThat(((Outcome.Done) repeat).alert()).isEqualTo(((Outcome.Done) first).alert());

        Outcome other = scene.hear(7, new AlarmRaised(Reason.UNSPECIFIED, null));
        assertThat(((Outcome.Done) other).duplicate()).isFalse();
    }

    @Test
    void aPressThatComesWithItRulesTheAlert() {
        scene.hear(new SosPressed(1, null));
        scene.hear(new AlarmRaised(Reason.UNSPECIFIED, null));
        assertThat(scene.alert().kind()).isEqualTo(AlertKind.SOS);
        assertThat(scene.alert().priority()).isEqualTo(Priority.P1);
        assertThat(scene.events(Event.Joined.class)).hasSize(1);
    }
}
