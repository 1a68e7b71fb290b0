package care.convoy.alert;

import care.convoy.device.DeviceMessage.AlarmRaised;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.FallDetected;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.RuleFound;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a signal means for an alert.
 *
 * @param presses how many presses it stands for; 0 unless it is a press
 * @param movement after a fall, else null
 * @param preAlarm whether the wearer may cancel it for a while
 */
record Trigger(
        AlertKind kind,
        Priority priority,
        int presses,
        @Nullable Movement movement,
        @Nullable Position position,
        boolean preAlarm) {
    private static final int MAX_PRESSES_PER_SIGNAL = 1_000;

    /** The presses that the device itself counted within one message, at least one. */
    static Trigger of(SosPressed press) {
        int presses = Math.clamp(press.presses(), 1, MAX_PRESSES_PER_SIGNAL);
        return new Trigger(AlertKind.SOS, Priority.P1, presses, null, press.position(), false);
    }

    /** Whoever does not move after a fall, or of whom it is not known, cannot be waited for. */
    static Trigger of(FallDetected fall) {
        boolean moves = fall.movement() == Movement.MOVING;
        return new Trigger(
                AlertKind.FALL, moves ? Priority.P2 : Priority.P1, 0, fall.movement(), fall.position(), moves);
    }

    /** @throws IllegalArgumentException if it is a task */
    static Trigger of(RuleFound found) {
        if (found.isTask()) {
            throw new IllegalArgumentException("a task raises no alert");
        }
        return new Trigger(AlertKind.of(found.matter()), priority(found), 0, null, null, false);
    }

    static Priority priority(RuleFound found) {
        return switch (found.urgency()) {
            case 1 -> Priority.P1;
            case 2 -> Priority.P2;
            case 3 -> Priority.P3;
            case 4 -> Priority.P4;
            default -> Priority.P5;
        };
    }

    static Trigger of(BandRemoved removed) {
        return new Trigger(AlertKind.REMOVED, Priority.P3, 0, null, null, false);
    }

    /** Who comes into a fenced place is less urgent than who leaves it, but somebody drew that fence for a reason. */
    static Trigger of(AlarmRaised raised) {
        return switch (raised.reason()) {
            case LEFT_FENCE -> new Trigger(AlertKind.FENCE, Priority.P2, 0, null, raised.position(), false);
            case ENTERED_FENCE -> new Trigger(AlertKind.FENCE, Priority.P3, 0, null, raised.position(), false);
            case UNSPECIFIED -> new Trigger(AlertKind.GENERAL, Priority.P2, 0, null, raised.position(), false);
        };
    }
}
