package care.convoy.alert;

import care.convoy.device.DeviceId;
import org.jspecify.annotations.Nullable;

/** How an alert began; the same for all its life. @param linked the resident's former alert, or null */
record Origin(
        AlertId id,
        Subject subject,
        DeviceId device,
        long receivedAtMillis,
        long deviceTimeMillis,
        @Nullable AlertId linked) {
    static Origin of(AlertId id, Command.Signal signal, @Nullable AlertId linked) {
        DeviceId device = signal.key().device();
        return new Origin(
                id,
                Subject.of(signal.resident(), device),
                device,
                signal.receivedAtMillis(),
                signal.deviceTimeMillis(),
                linked);
    }

    static Origin of(AlertView view) {
        return new Origin(
                view.id(),
                Subject.of(view.resident(), view.device()),
                view.device(),
                view.receivedAtMillis(),
                view.deviceTimeMillis(),
                view.linked());
    }
}
