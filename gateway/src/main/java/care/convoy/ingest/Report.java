package care.convoy.ingest;

import care.convoy.device.DeviceMessage;
import java.util.List;

/**
 * One message as a session hands it to the {@link Intake}: who says what, how it is numbered, when it came.
 *
 * @param dropped names of the members that could not be read; empty for anything but a call for help
 * @param receivedAtMillis when its last byte was read, epoch milliseconds of the gateway
 */
public record Report(
        RegisteredDevice device, Stamp stamp, DeviceMessage message, List<String> dropped, long receivedAtMillis) {
    /** Most names that {@link #dropped} keeps, so that a hostile message cannot make a command large. */
    public static final int MAX_DROPPED = 12;

    public Report {
        dropped = List.copyOf(dropped.size() > MAX_DROPPED ? dropped.subList(0, MAX_DROPPED) : dropped);
    }

    /** The most common report: everything could be read. */
    public static Report whole(RegisteredDevice device, Stamp stamp, DeviceMessage message, long receivedAtMillis) {
        return new Report(device, stamp, message, List.of(), receivedAtMillis);
    }
}
