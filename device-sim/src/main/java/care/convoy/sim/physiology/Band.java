package care.convoy.sim.physiology;

import java.util.random.RandomGenerator;

/** What the wristband makes of the body: noise, and its own mistakes, some of which last. */
final class Band {
    private static final double HOURS_OF_A_CHARGE = 72;

    boolean worn = true;
    private final RandomGenerator chance;
    private double batteryPercent;
    private double oximeterBias;
    private double breathBias;
    private double looseMinutes;
    private boolean followsSteps;

    Band(RandomGenerator chance) {
        this.chance = chance;
        batteryPercent = chance.nextDouble(30, 100);
    }

    /** Time passes. @param home whether it may be charged now */
    void live(double minutes, Body body) {
        double keeps = Math.exp(-minutes / 15);
        oximeterBias = oximeterBias * keeps + Math.sqrt(1 - keeps * keeps) * chance.nextGaussian();
        breathBias = breathBias * keeps + Math.sqrt(1 - keeps * keeps) * chance.nextGaussian();
        looseMinutes = Math.max(0, looseMinutes - minutes);
        if (chance.nextDouble() < minutes / (2 * 1440)) {
            // now and then the strap is too wide for half a day
            looseMinutes = chance.nextDouble() < 0.1 ? chance.nextDouble(60, 480) : chance.nextDouble(2, 25);
        }
        if (followsSteps) {
            followsSteps = body.isWalking && chance.nextDouble() >= minutes / 6;
        } else {
            followsSteps = body.isWalking && chance.nextDouble() < minutes * 0.004;
        }
        batteryPercent -= minutes / 60 * 100 / HOURS_OF_A_CHARGE;
        if (!worn) {
            batteryPercent = Math.min(100, batteryPercent + minutes * 0.9);
        }
    }

    boolean isNearlyEmpty() {
        return batteryPercent < 25;
    }

    boolean isEmpty() {
        return batteryPercent <= 1;
    }

    int batteryPercent() {
        return (int) Math.clamp(batteryPercent, 1, 100);
    }

    int pulse(Body body) {
        if (chance.nextDouble() < 0.01) {
            return chance.nextBoolean() ? 0 : 255;
        }
        if (followsSteps) {
            return (int) Math.round(chance.nextDouble(95, 130));
        }
        double spike = chance.nextDouble() < (body.isWalking ? 0.02 : 0.002) ? chance.nextDouble(20, 80) : 0;
        return (int) Math.round(Math.clamp(body.pulse + 2.5 * chance.nextGaussian() + spike, 25, 230));
    }

    int spo2(Body body) {
        if (chance.nextDouble() < 0.015) {
            return chance.nextBoolean() ? 0 : 255;
        }
        // A loose or cold band reads too low, and not much the same twice.
        double loose = looseMinutes > 0 && chance.nextDouble() < 0.5 ? chance.nextDouble(3, 14) : 0;
        double read = body.spo2 + 0.9 * oximeterBias + 0.8 * chance.nextGaussian() - loose;
        return (int) Math.round(Math.clamp(read, 55, 100));
    }

    int respiration(Body body) {
        if (chance.nextDouble() < 0.02) {
            return 0;
        }
        double wrong = looseMinutes > 0 && chance.nextDouble() < 0.3 ? chance.nextDouble(4, 14) : 0;
        return (int) Math.round(
                Math.clamp(body.respiration + 0.8 * breathBias + 0.8 * chance.nextGaussian() + wrong, 4, 60));
    }

    int systolic(Body body) {
        double wrong = chance.nextDouble() < 0.01 ? chance.nextDouble(-35, 35) : 0;
        return (int) Math.round(body.systolic + 5 * chance.nextGaussian() + wrong);
    }
}
