package care.convoy.vitals;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.Heartbeat;
import care.convoy.device.DeviceMessage.VitalsMeasured;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges the validity of one resident's measurements. Remembers which devices are off the wrist (at most {@value #MOST_OFF}, the
 * oldest is forgotten) and the last value of each vital that jumps are measured from.
 *
 * <p>Wire protocols here carry no flag for motion: a jump is taken for motion instead. The first value after a jump is
 * {@link Validity#MOTION}; one within a third of the jump of it and within {@link Validity#JUMP_MILLIS} confirms it. A heart that
 * really starts to race is therefore judged one measurement later, and that measurement is asked for.
 */
public final class Readings {
    static final int MOST_OFF = 4;
    private static final Vital[] VITALS = Vital.values();

    private final List<DeviceId> off = new ArrayList<>(0);
    private final Jump[] jumps = new Jump[VITALS.length];

    private static final class Jump {
        private int accepted;
        private long acceptedMillis;
        private int suspect = Vitals.NOT_MEASURED;
        private long suspectMillis;
    }

    /** Hears whether a band is worn; other messages change nothing. */
    public void hear(DeviceId device, DeviceMessage message) {
        boolean removed = message instanceof BandRemoved
                || (message instanceof Heartbeat heartbeat && heartbeat.worn() == Worn.OFF);
        boolean worn =
                message instanceof BandWorn || (message instanceof Heartbeat heartbeat && heartbeat.worn() == Worn.ON);
        if (removed && !off.contains(device)) {
            if (off.size() == MOST_OFF) {
                off.removeFirst();
            }
            off.add(device);
        } else if (worn) {
            off.remove(device);
        }
    }

    /** Whether {@code device} is known to be off the wrist. */
    public boolean isOff(DeviceId device) {
        return off.contains(device);
    }

    /**
     * What a set of measurements says, vital by vital, those that were not taken left out. A skin's temperature is left out too:
     * no rule has limits for it.
     */
    public List<Reading> of(Observation observation, VitalsMeasured measured) {
        List<Reading> readings = new ArrayList<>(4);
        Vitals vitals = measured.vitals();
        for (Vital vital : VITALS) {
            int value = vital.of(vitals);
            if (value == Vitals.NOT_MEASURED
                    || (vital == Vital.TEMPERATURE && vitals.temperatureSite() != TemperatureSite.CORE)) {
                continue;
            }
            readings.add(new Reading(vital, value, observation.atMillis(), judge(observation, vital, value, vitals)));
        }
        return readings;
    }

    private Validity judge(Observation observation, Vital vital, int value, Vitals vitals) {
        if (value == 0 || value == 255) {
            return Validity.NOT_MEASURED;
        }
        if (value < vital.least() || value > vital.most() || isTurnedAround(vital, vitals)) {
            return Validity.OUT_OF_RANGE;
        }
        Validity time = observation.time();
        if (time != Validity.VALID) {
            return time;
        }
        if (off.contains(observation.device())) {
            return Validity.NOT_WORN;
        }
        return isMotion(vital, value, observation.atMillis()) ? Validity.MOTION : Validity.VALID;
    }

    /** A cuff that gives a diastolic pressure not below the systolic has measured neither. */
    private static boolean isTurnedAround(Vital vital, Vitals vitals) {
        return (vital == Vital.SYSTOLIC || vital == Vital.DIASTOLIC)
                && vitals.systolicMmHg() > 0
                && vitals.diastolicMmHg() >= vitals.systolicMmHg();
    }

    private boolean isMotion(Vital vital, int value, long atMillis) {
        if (vital.jump() == 0) {
            return false;
        }
        int index = index(vital);
        Jump jump = jumps[index];
        if (jump == null) {
            jump = new Jump();
            jumps[index] = jump;
            jump.acceptedMillis = Long.MIN_VALUE / 2;
        }
        boolean jumped = Math.abs(atMillis - jump.acceptedMillis) <= Validity.JUMP_MILLIS
                && Math.abs(value - jump.accepted) > vital.jump();
        boolean confirmed = jump.suspect != Vitals.NOT_MEASURED
                && atMillis != jump.suspectMillis
                && Math.abs(atMillis - jump.suspectMillis) <= Validity.JUMP_MILLIS
                && Math.abs(value - jump.suspect) <= vital.jump() / 3;
        if (jumped && !confirmed) {
            jump.suspect = value;
            jump.suspectMillis = atMillis;
            return true;
        }
        if (atMillis >= jump.acceptedMillis) {
            jump.accepted = value;
            jump.acceptedMillis = atMillis;
        }
        jump.suspect = Vitals.NOT_MEASURED;
        return false;
    }

    /** A vital's place in arrays; the order of declaration, which nothing outside of memory depends on. */
    static int index(Vital vital) {
        return switch (vital) {
            case HEART_RATE -> 0;
            case SPO2 -> 1;
            case SYSTOLIC -> 2;
            case DIASTOLIC -> 3;
            case TEMPERATURE -> 4;
            case RESPIRATION -> 5;
        };
    }
}
