package care.convoy.alert;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import org.jspecify.annotations.Nullable;

/** Whose alert it is: a resident, or a device that nobody is registered for. Each has at most one open alert. */
record Subject(@Nullable ResidentId resident, @Nullable DeviceId device) {
    static Subject of(@Nullable ResidentId resident, DeviceId device) {
        return resident != null ? new Subject(resident, null) : new Subject(null, device);
    }
}
