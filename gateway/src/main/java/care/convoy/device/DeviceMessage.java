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
     * A rule found something in what devices report, or in their silence; said by the gateway in the device's name.
     *
     * @param urgency 1 to 5, as P1 to P5: up to 3 an alert, beyond a task
     * @param evidence which values against which limits, encrypted
     * @throws IllegalArgumentException if the urgency is out of range or the evidence longer than {@link #MAX_EVIDENCE}
     */
    record RuleFound(Matter matter, int urgency, Sealed evidence) implements Alarm {
        /** Most bytes of sealed evidence: it stays on the time line of an open alert, in memory. */
        public static final int MAX_EVIDENCE = 1_100;

        /** From here on it is a task and no alert. */
        private static final int TASK = 4;

        private static final int LEAST_URGENT = 5;

        public RuleFound {
            if (urgency < 1 || urgency > LEAST_URGENT) {
                throw new IllegalArgumentException("rule: urgency is 1 to 5");
            }
            if (evidence.length() > MAX_EVIDENCE) {
                throw new IllegalArgumentException("rule: evidence has at most " + MAX_EVIDENCE + " bytes");
            }
        }

        /** Whether nobody is needed at once. */
        public boolean isTask() {
            return urgency >= TASK;
        }
    }

    /** What a rule had found is over. It cures the task, and is noted on an open alert. */
    record RuleCleared(Matter matter) implements Alarm {}

    /** What a rule is about. */
    enum Matter {
        VITALS,
        SILENCE,
        INACTIVITY,
        FENCE,
        FALL,
        REMOVED,
        LOW_BATTERY,
        MISSED_TEST,
        INFORMATION
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
