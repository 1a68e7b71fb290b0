package care.convoy.device;

import org.jspecify.annotations.Nullable;

/** What a device reports, whatever protocol carried it. Values are within range; what was not is dropped before. */
public sealed interface DeviceMessage {
    /** Stands for a number that the device did not give. */
    int ABSENT = -1;

    /** A message that may become an alert or ends one: it takes the alarm lane and is answered once durable. */
    sealed interface Alarm extends DeviceMessage {}

    /** The SOS button. @param presses how often it was pressed, 1 or more */
    record SosPressed(int presses, @Nullable Position position) implements Alarm {}

    /**
     * A fall that the device detected.
     *
     * @param movement whether the wearer moved afterwards
     * @param confidencePercent 0 to 100 or {@link #ABSENT}
     */
    record FallDetected(
            Movement movement,
            int confidencePercent,
            @Nullable Position position) implements Alarm {}

    /** The wearer cancelled an alarm on the device. @param ofSequence the alarm's sequence, or {@link #ABSENT} */
    record WearerCancelled(long ofSequence) implements Alarm {}

    /** The monthly test press. */
    record TestPressed() implements Alarm {}

    /** The band was taken off. */
    record BandRemoved() implements Alarm {}

    /** The band was put on again. */
    record BandWorn() implements Alarm {}

    /** @param batteryPercent 0 to 100 or {@link #ABSENT} */
    record BatteryLow(int batteryPercent) implements Alarm {}

    /** Another alarm that the device raised by itself. */
    record AlarmRaised(Reason reason, @Nullable Position position) implements Alarm {
        /** What for. */
        public enum Reason {
            LEFT_FENCE,
            ENTERED_FENCE,
            /** The device does not say, or says it in a way that nobody knows. */
            UNSPECIFIED
        }
    }

    /**
     * A sign of life.
     *
     * @param batteryPercent 0 to 100 or {@link #ABSENT}
     * @param signalPercent 0 to 100 or {@link #ABSENT}
     * @param steps since the device's midnight or {@link #ABSENT}
     * @param worn whether the band is on the wrist
     */
    record Heartbeat(int batteryPercent, int signalPercent, int steps, Worn worn) implements DeviceMessage {}

    /** A set of measurements. */
    record VitalsMeasured(Vitals vitals) implements DeviceMessage {}

    /** A position report. */
    record Located(Position position) implements DeviceMessage {}

    /**
     * A device's connection was lost, and it had asked for that to be told (an MQTT will). Not said by the device itself: it is
     * no sign of life, and never an alert; rules about silence may use it.
     */
    record ConnectionLost() implements DeviceMessage {}

    /** A change of activity. @param level 0 still to 100 very active, or {@link #ABSENT} */
    record ActivityChanged(int level) implements DeviceMessage {}

    /** Whether somebody moves; devices do not always know. */
    enum Movement {
        STILL,
        MOVING,
        UNKNOWN
    }

    /** Whether the band is worn; devices do not always know. */
    enum Worn {
        ON,
        OFF,
        UNKNOWN
    }
}
