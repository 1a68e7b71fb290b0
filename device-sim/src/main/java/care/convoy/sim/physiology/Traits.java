package care.convoy.sim.physiology;

import java.util.random.RandomGenerator;

/**
 * What stays the same of a person.
 *
 * @param careGrade 1 independent to 4 fully dependent
 * @param fibrillation whether the record says atrial fibrillation
 * @param copd whether it says COPD
 * @param betaBlocker whether the person takes one
 * @param oxygen whether the person breathes oxygen at home; only with COPD
 * @param pulseBpm at rest by day
 * @param spo2Percent awake
 * @param systolicMmHg by day
 * @param coreCelsius mean of a day
 * @param respirationPerMin at rest
 * @param wakesHour local hour
 * @param sleepsHour local hour
 * @param cuff whether pressure is taken twice a day
 * @param thermometer whether a core temperature is taken twice a day
 * @param naps whether the person lies down after lunch
 * @param apnoea share of the readings at night that fall into a dip of saturation, 0 for most
 */
public record Traits(
        int careGrade,
        boolean fibrillation,
        boolean copd,
        boolean betaBlocker,
        boolean oxygen,
        double pulseBpm,
        double spo2Percent,
        double systolicMmHg,
        double coreCelsius,
        double respirationPerMin,
        double wakesHour,
        double sleepsHour,
        boolean cuff,
        boolean thermometer,
        boolean naps,
        double apnoea) {
    static Traits draw(RandomGenerator chance) {
        double graded = chance.nextDouble();
        int grade = graded < 0.5 ? 1 : graded < 0.75 ? 2 : graded < 0.9 ? 3 : 4;
        boolean fibrillation = chance.nextDouble() < 0.06;
        boolean copd = chance.nextDouble() < 0.08;
        boolean betaBlocker = chance.nextDouble() < (fibrillation ? 0.6 : 0.15);
        double pulse = normal(chance, 71 + (fibrillation ? 6 : 0) - (betaBlocker ? 8 : 0), 7, 50, 92);
        return new Traits(
                grade,
                fibrillation,
                copd,
                betaBlocker,
                copd && chance.nextDouble() < 0.2,
                pulse,
                copd ? normal(chance, 92, 1.2, 89, 95) : normal(chance, 96.5, 0.9, 94.5, 98.5),
                normal(chance, 133, 12, 108, 165),
                normal(chance, 36.5, 0.2, 36.0, 37.0),
                normal(chance, copd ? 18.5 : 17, 1.2, 14.5, 21),
                normal(chance, 6.5, 0.7, 4.5, 8.5),
                normal(chance, 21.5, 0.8, 19.5, 23.5),
                chance.nextDouble() < 0.5,
                chance.nextDouble() < 0.3,
                chance.nextDouble() < 0.5,
                chance.nextDouble() < 0.25 ? chance.nextDouble(0.05, 0.3) : 0);
    }

    private static double normal(RandomGenerator chance, double mean, double spread, double least, double most) {
        return Math.clamp(mean + spread * chance.nextGaussian(), least, most);
    }

    boolean isAwake(double hour) {
        return hour >= wakesHour && hour < sleepsHour;
    }
}
