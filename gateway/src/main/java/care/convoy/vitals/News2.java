package care.convoy.vitals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The National Early Warning Score 2 (Royal College of Physicians, 2017), chart 1. What is not known scores nothing, so a sum is
 * only a lower bound: {@link Score#atLeast}, together with how many of the {@value #PARAMETERS} parameters are known. Pure functions.
 *
 * <p>A skin's temperature never enters: {@link Vital#TEMPERATURE} is the core's. Air or oxygen, and consciousness, are unknown unless
 * somebody says; on scale 2, an SpO2 of 93 or more scores as on air unless oxygen is known.
 */
public final class News2 {
    /** Respiration, SpO2, air or oxygen, systolic pressure, pulse, consciousness, temperature. */
    public static final int PARAMETERS = 7;

    private static final int TARGET_MOST = 92;

    private News2() {}

    /** Which SpO2 scale applies: 2 only for hypercapnic respiratory failure, as the record says. */
    public enum Scale {
        ONE,
        TWO
    }

    /** What the person breathes. */
    public enum Supply {
        UNKNOWN,
        AIR,
        OXYGEN
    }

    /** New confusion, or response to voice or pain only, or none, is CVPU. */
    public enum Consciousness {
        UNKNOWN,
        ALERT,
        CVPU
    }

    /** What the record or a person says, beside measurements. */
    public record Circumstances(Scale scale, Supply supply, Consciousness consciousness) {
        /** Scale 1 and nothing known. */
        public static final Circumstances UNKNOWN = new Circumstances(Scale.ONE, Supply.UNKNOWN, Consciousness.UNKNOWN);
    }

    /**
     * A measured parameter's part of a score.
     *
     * @param value in the units of {@code device.Vitals}
     * @param points 0 to 3
     * @param ageMillis at the time of the score, 0 or more
     */
    public record Part(Vital vital, int value, int points, long atMillis, long ageMillis) {}

    /**
     * A score, never a total unless {@link #isComplete}.
     *
     * @param atLeast sum of the points of what is known, 0 to 20
     * @param known how many parameters are known, 0 to {@value News2#PARAMETERS}
     * @param parts the measured ones
     * @param circumstances whose points are in the sum too
     */
    public record Score(int atLeast, int known, List<Part> parts, Circumstances circumstances) {
        public Score {
            parts = List.copyOf(parts);
        }

        /** Whether all parameters are known, so that {@link #atLeast} is the total. */
        public boolean isComplete() {
            return known == PARAMETERS;
        }

        /** The points of a saturation above scale 2's target on oxygen: something to see to, and no sign of getting worse. */
        int tooMuchOxygen() {
            return part(Vital.SPO2)
                    .filter(part -> circumstances.scale() == Scale.TWO && part.value() > TARGET_MOST)
                    .map(Part::points)
                    .orElse(0);
        }

        /** The measured parameters that score 3. */
        public List<Part> red() {
            return parts.stream().filter(part -> part.points() == 3).toList();
        }

        /** The part of {@code vital}, if it is known. */
        public Optional<Part> part(Vital vital) {
            return parts.stream().filter(part -> part.vital() == vital).findFirst();
        }
    }

    /**
     * The score at {@code nowMillis} of the readings that are valid and at most {@code oldestMillis} old; of several of one vital
     * the latest. Diastolic pressure is no parameter.
     *
     */
    static Score score(Iterable<Reading> readings, Circumstances circumstances, long nowMillis, long oldestMillis) {
        Reading[] latest = new Reading[Vital.values().length];
        for (Reading reading : readings) {
            int index = Readings.index(reading.vital());
            boolean counts = reading.isValid()
                    && reading.vital() != Vital.DIASTOLIC
                    && nowMillis - reading.atMillis() <= oldestMillis;
            if (counts && (latest[index] == null || isLater(reading, latest[index], circumstances))) {
                latest[index] = reading;
            }
        }
        List<Part> parts = new ArrayList<>(6);
        int sum = points(circumstances.supply()) + points(circumstances.consciousness());
        for (Reading reading : latest) {
            if (reading != null) {
                int points = points(reading.vital(), reading.value(), circumstances);
                long age = Math.max(0, nowMillis - reading.atMillis());
                parts.add(new Part(reading.vital(), reading.value(), points, reading.atMillis(), age));
                sum += points;
            }
        }
        int said = (circumstances.supply() == Supply.UNKNOWN ? 0 : 1)
                + (circumstances.consciousness() == Consciousness.UNKNOWN ? 0 : 1);
        return new Score(sum, parts.size() + said, parts, circumstances);
    }

    /** Of two at one time the worse one counts, so that the order of arrival does not. */
    private static boolean isLater(Reading reading, Reading other, Circumstances circumstances) {
        if (reading.atMillis() != other.atMillis()) {
            return reading.atMillis() > other.atMillis();
        }
        int difference = points(reading.vital(), reading.value(), circumstances)
                - points(other.vital(), other.value(), circumstances);
        return difference != 0 ? difference > 0 : reading.value() > other.value();
    }

    /** Oxygen scores 2. */
    public static int points(Supply supply) {
        return supply == Supply.OXYGEN ? 2 : 0;
    }

    /** Anything but alert scores 3. */
    public static int points(Consciousness consciousness) {
        return consciousness == Consciousness.CVPU ? 3 : 0;
    }

    /**
     * What a value scores, 0 to 3.
     *
     * @param value in the units of {@code device.Vitals}: a temperature in hundredths of a degree, rounded to tenths as the chart has it
     */
    public static int points(Vital vital, int value, Circumstances circumstances) {
        return switch (vital) {
            case RESPIRATION -> value <= 8 ? 3 : value <= 11 ? 1 : value <= 20 ? 0 : value <= 24 ? 2 : 3;
            case SPO2 ->
                circumstances.scale() == Scale.ONE ? spo2(value) : spo2Hypercapnic(value, circumstances.supply());
            case SYSTOLIC -> value <= 90 ? 3 : value <= 100 ? 2 : value <= 110 ? 1 : value <= 219 ? 0 : 3;
            case DIASTOLIC -> 0;
            case HEART_RATE -> pulse(value);
            case TEMPERATURE -> temperature(Math.floorDiv(value + 5, 10));
        };
    }

    private static int spo2(int percent) {
        return percent <= 91 ? 3 : percent <= 93 ? 2 : percent <= 95 ? 1 : 0;
    }

    private static int spo2Hypercapnic(int percent, Supply supply) {
        if (percent <= 92 || supply != Supply.OXYGEN) {
            return percent <= 83 ? 3 : percent <= 85 ? 2 : percent <= 87 ? 1 : 0;
        }
        return percent <= 94 ? 1 : percent <= 96 ? 2 : 3;
    }

    private static int pulse(int bpm) {
        if (bpm <= 50) {
            return bpm <= 40 ? 3 : 1;
        }
        return bpm <= 90 ? 0 : bpm <= 110 ? 1 : bpm <= 130 ? 2 : 3;
    }

    private static int temperature(int tenths) {
        return tenths <= 350 ? 3 : tenths <= 360 ? 1 : tenths <= 380 ? 0 : tenths <= 390 ? 1 : 2;
    }
}
