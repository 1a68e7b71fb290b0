package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** What a device tells the gateway (PROTOCOL.md §5). Immutable. */
public sealed interface Upward extends Message {

    /**
     * A sign of life.
     *
     * @param batteryPercent 0..100 or {@link Message#NOT_MEASURED}
     * @param signalPercent radio signal, 0..100 or not measured
     * @param worn whether the device is on the body
     * @param steps since local midnight, 0..999,999 or not measured
     */
    record Heartbeat(int batteryPercent, int signalPercent, YesNo worn, int steps) implements Upward {
        public Heartbeat {
            Range.BATTERY_PERCENT.require("batteryPercent", batteryPercent);
            Range.SIGNAL_PERCENT.require("signalPercent", signalPercent);
            Range.STEPS.require("steps", steps);
        }

        @Override
        public MessageType type() {
            return MessageType.HEARTBEAT;
        }
    }

    /**
     * Measured values, taken at the header's time. Ranges are what the member can mean at all; whether a value is
     * plausible or alarming is judged elsewhere, so that an extreme one is never refused here.
     *
     * @param heartRateBpm 1..300 per minute or not measured
     * @param spo2Percent oxygen saturation, 1..100 or not measured
     * @param systolicMmhg 1..300 or not measured
     * @param diastolicMmhg 1..300 or not measured
     * @param temperatureCentiCelsius hundredths of a degree, 1,000..4,500 or not measured
     * @param temperatureSite where it was taken
     * @param respirationPerMinute 1..100 or not measured
     * @param steps since local midnight, 0..999,999 or not measured
     */
    record Vitals(
            int heartRateBpm,
            int spo2Percent,
            int systolicMmhg,
            int diastolicMmhg,
            int temperatureCentiCelsius,
            TemperatureSite temperatureSite,
            int respirationPerMinute,
            int steps)
            implements Upward {
        public Vitals {
            Range.HEART_RATE_BPM.require("heartRateBpm", heartRateBpm);
            Range.SPO2_PERCENT.require("spo2Percent", spo2Percent);
            Range.PRESSURE_MMHG.require("systolicMmhg", systolicMmhg);
            Range.PRESSURE_MMHG.require("diastolicMmhg", diastolicMmhg);
            Range.TEMPERATURE_CENTI_CELSIUS.require("temperatureCentiCelsius", temperatureCentiCelsius);
            Range.RESPIRATION_PER_MINUTE.require("respirationPerMinute", respirationPerMinute);
            Range.STEPS.require("steps", steps);
        }

        @Override
        public MessageType type() {
            return MessageType.VITALS;
        }
    }

    /** Where the device is. */
    record Location(Position position) implements Upward {
        @Override
        public MessageType type() {
            return MessageType.LOCATION;
        }
    }

    /** The wearer took the device off. Repeated until received. */
    record Removed() implements Upward {
        @Override
        public MessageType type() {
            return MessageType.REMOVED;
        }
    }

    /** The wearer put the device on. Repeated until received. */
    record Worn() implements Upward {
        @Override
        public MessageType type() {
            return MessageType.WORN;
        }
    }

    /**
     * The battery passed the device's low mark. Repeated until received.
     *
     * @param batteryPercent 0..100 or not measured
     */
    record LowBattery(int batteryPercent) implements Upward {
        public LowBattery {
            Range.BATTERY_PERCENT.require("batteryPercent", batteryPercent);
        }

        @Override
        public MessageType type() {
            return MessageType.LOW_BATTERY;
        }
    }

    /**
     * The wearer's movement changed.
     *
     * @param levelPercent 0 still..100 very active, or not measured
     */
    record Activity(int levelPercent) implements Upward {
        public Activity {
            Range.LEVEL_PERCENT.require("levelPercent", levelPercent);
        }

        @Override
        public MessageType type() {
            return MessageType.ACTIVITY;
        }
    }

    /**
     * What became of a command from the gateway.
     *
     * @param commandId the command's, 0..2^32-1
     */
    record CommandResult(long commandId, CommandOutcome outcome) implements Upward {
        public CommandResult {
            Range.requireWithin("commandId", commandId, 0, Header.MAX_U32);
        }

        @Override
        public MessageType type() {
            return MessageType.COMMAND_RESULT;
        }
    }

    /**
     * The button was pressed: an alarm.
     *
     * @param presses how often since the last message, 1..254 or not measured
     * @param location where, if the device knows
     */
    record Sos(int presses, @Nullable Position location) implements Upward {
        public Sos {
            Range.PRESSES.require("presses", presses);
        }

        @Override
        public MessageType type() {
            return MessageType.SOS;
        }
    }

    /**
     * The device believes that the wearer fell: an alarm.
     *
     * @param moving whether movement was seen afterwards
     * @param confidencePercent 0..100 or not measured
     * @param location where, if the device knows
     */
    record Fall(
            YesNo moving, int confidencePercent, @Nullable Position location) implements Upward {
        public Fall {
            Range.CONFIDENCE_PERCENT.require("confidencePercent", confidencePercent);
        }

        @Override
        public MessageType type() {
            return MessageType.FALL;
        }
    }

    /**
     * The wearer takes an alarm back on the device. Repeated like an alarm.
     *
     * @param ofEpoch epoch of the alarm, 0: the epoch of this message's header
     * @param ofSequence sequence of the alarm, from 1
     */
    record Cancel(long ofEpoch, long ofSequence) implements Upward {
        public Cancel {
            Range.requireWithin("ofEpoch", ofEpoch, 0, Header.MAX_U32);
            Range.requireWithin("ofSequence", ofSequence, 1, Header.MAX_U32);
        }

        @Override
        public MessageType type() {
            return MessageType.CANCEL;
        }
    }

    /** The monthly test press. Repeated like an alarm. */
    record Test() implements Upward {
        @Override
        public MessageType type() {
            return MessageType.TEST;
        }
    }
}
