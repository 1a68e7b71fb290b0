package care.convoy.sim.physiology;

import java.util.random.RandomGenerator;

/** How the person really is at a moment; moves on with {@link #live}. Wander is of Ornstein and Uhlenbeck, so any step will do. */
final class Body {
    private static final double WANDER_MINUTES = 25;
    private static final double BOUT_MINUTES = 6;
    private static final int UTC_PLUS_8 = 8;
    /** A cold, heat, worry, a bad week: good and bad days go together. */
    private static final double WEEK_MOOD_MINUTES = 3 * 1440;

    private static final double NAP_FROM = 12.5;
    private static final double NAP_TO = 14.5;
    private static final double MEAN_PULSE = 71;

    final Traits traits;
    double pulse;
    double respiration;
    double spo2;
    double core;
    double skin;
    double systolic;
    boolean isWalking;
    boolean isAwake;
    private final RandomGenerator chance;
    private double pulseWander;
    private double breathWander;
    private double pressureWander;
    private double effort;
    private double steps;
    private long day = Long.MIN_VALUE;
    private double dayMood;
    private double weekMood;

    Body(Traits traits, RandomGenerator chance) {
        this.traits = traits;
        this.chance = chance;
    }

    static double hour(long millis) {
        return (millis / 3_600_000.0 + UTC_PLUS_8) % 24;
    }

    static long day(long millis) {
        return Math.floorDiv(millis + UTC_PLUS_8 * 3_600_000L, 86_400_000L);
    }

    int steps() {
        return (int) steps;
    }

    void live(long millis, double minutes, Strain strain) {
        if (day(millis) != day) {
            day = day(millis);
            steps = 0;
            dayMood = chance.nextGaussian();
        }
        double hour = hour(millis);
        isAwake = traits.isAwake(hour);
        walk(hour, minutes, strain);
        pulseWander = wander(pulseWander, minutes);
        breathWander = wander(breathWander, minutes);
        weekMood = wander(weekMood, minutes, WEEK_MOOD_MINUTES);
        pressureWander = wander(pressureWander, minutes);
        double clock = Math.sin((hour - 9.5) / 24 * 2 * Math.PI);
        // a slow heart dips less: the dip is a share of the rate, of which less than a tenth is called none (Ben-Dov
        // 2007)
        double share = traits.pulseBpm() / MEAN_PULSE;
        pulse = traits.pulseBpm()
                + 2.5 * weekMood
                + share * ((isAwake ? 2 : -6) + 3 * clock + 2 * dayMood + 3.5 * pulseWander)
                + 24 * effort
                + strain.pulseBpm()
                + strain.pulseSpread() * chance.nextGaussian();
        if (traits.fibrillation()) {
            pulse += 4 * chance.nextGaussian();
        }
        respiration = traits.respirationPerMin()
                - (isAwake ? 0 : 1.5)
                + 1.2 * breathWander
                + 4 * effort
                + 0.5 * weekMood
                + strain.respirationPerMin();
        spo2 = traits.spo2Percent()
                - (isAwake ? 0 : 1.2)
                - 0.8 * effort
                - 0.3 * weekMood
                + strain.spo2Percent()
                - apnoea();
        core = traits.coreCelsius() + 0.3 * clock + strain.coreCelsius();
        skin = 32.6 + 0.6 * clock + 0.4 * pressureWander + strain.skinCelsius();
        systolic =
                traits.systolicMmHg() * (isAwake ? 1 : 0.88) + 8 * pressureWander + 12 * effort + strain.systolicMmHg();
    }

    private void walk(double hour, double minutes, Strain strain) {
        double bouts = switch (traits.careGrade()) {
            case 1 -> 3.0;
            case 2 -> 2.2;
            case 3 -> 1.2;
            default -> 0.35;
        };
        if (isWalking) {
            isWalking = strain.activity() > 0 && chance.nextDouble() >= minutes / BOUT_MINUTES;
        } else if (isAwake) {
            double nap = traits.naps() && hour >= NAP_FROM && hour < NAP_TO ? 0.1 : 1;
            isWalking = chance.nextDouble() < nap * bouts * strain.activity() * minutes / 60;
        } else {
            isWalking = chance.nextDouble() < strain.unrest() * 0.1 * minutes / 60;
        }
        double vigour = 1.15 - 0.2 * traits.careGrade();
        if (isWalking) {
            steps += minutes * vigour * chance.nextDouble(15, 60);
        }
        double keeps = Math.exp(-minutes / 4);
        effort = effort * keeps + (isWalking ? chance.nextDouble(0.4, 1.2) : 0) * (1 - keeps);
    }

    /** At night, of whose breathing stops again and again: a reading now and then falls into a dip. */
    private double apnoea() {
        return !isAwake && chance.nextDouble() < traits.apnoea() ? chance.nextDouble(2, 9) : 0;
    }

    private double wander(double from, double minutes) {
        return wander(from, minutes, WANDER_MINUTES);
    }

    private double wander(double from, double minutes, double keepMinutes) {
        double keeps = Math.exp(-minutes / keepMinutes);
        return from * keeps + Math.sqrt(1 - keeps * keeps) * chance.nextGaussian();
    }
}
