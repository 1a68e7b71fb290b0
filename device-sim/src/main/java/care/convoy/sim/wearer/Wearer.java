package care.convoy.sim.wearer;

import care.convoy.firmware.Message;
import care.convoy.firmware.Position;
import care.convoy.firmware.PositionSource;
import care.convoy.firmware.TemperatureSite;
import care.convoy.firmware.Upward;
import care.convoy.firmware.YesNo;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * A person of whom a wristband sees pulse, pressure, skin temperature, steps and place. Values follow the hour of the day in
 * China (UTC+8) and wander a little from one reading to the next; they stay within what is normal for an elderly person at
 * home. The same seed gives the same person. Owned by the thread of the device.
 */
public final class Wearer {
    private static final double COUNTY_LATITUDE = 28.06;
    private static final double COUNTY_LONGITUDE = 112.89;
    private static final double PULL_BACK = 0.9;
    private static final int UTC_PLUS_8 = 8;
    private static final int HOURS_OF_A_CHARGE = 90;

    private final SplittableRandom chance;
    private final int restingPulseBpm;
    private final int systolicMmhg;
    private final int stepsADay;
    private final int chargePhaseHours;
    private final double homeLatitude;
    private final double homeLongitude;
    private double pulseWander;
    private double pressureWander;
    private double latitudeWander;
    private double longitudeWander;
    private boolean worn = true;

    public Wearer(long seed) {
        chance = new SplittableRandom(seed);
        restingPulseBpm = chance.nextInt(58, 78);
        systolicMmhg = chance.nextInt(116, 146);
        stepsADay = chance.nextInt(800, 6_000);
        chargePhaseHours = chance.nextInt(HOURS_OF_A_CHARGE);
        homeLatitude = COUNTY_LATITUDE + chance.nextDouble(-0.05, 0.05);
        homeLongitude = COUNTY_LONGITUDE + chance.nextDouble(-0.05, 0.05);
    }

    /** A sign of life. @param nowMillis since 1970, UTC */
    public Upward.Heartbeat heartbeat(long nowMillis) {
        int signalPercent = 55 + chance.nextInt(40);
        return new Upward.Heartbeat(
                batteryPercent(nowMillis), signalPercent, worn ? YesNo.YES : YesNo.NO, steps(nowMillis));
    }

    /** Measured values; off the wrist nothing is measured. @param nowMillis since 1970, UTC */
    public Upward.Vitals vitals(long nowMillis) {
        int none = Message.NOT_MEASURED;
        if (!worn) {
            return new Upward.Vitals(none, none, none, none, none, TemperatureSite.SKIN, none, none);
        }
        pulseWander = PULL_BACK * pulseWander + chance.nextGaussian();
        pressureWander = PULL_BACK * pressureWander + chance.nextGaussian();
        double day = daytime(nowMillis);
        int pulse = (int) Math.round(restingPulseBpm + 7 * day + pulseWander);
        int systolic = (int) Math.round(systolicMmhg + 9 * day + 2 * pressureWander);
        int diastolic = (int) Math.round(systolic * 0.6 + pressureWander);
        int skinCentiCelsius = (int) Math.round(3_260 + 60 * day + 10 * pulseWander);
        return new Upward.Vitals(
                pulse,
                96 + chance.nextInt(3),
                systolic,
                diastolic,
                skinCentiCelsius,
                TemperatureSite.SKIN,
                13 + chance.nextInt(5),
                steps(nowMillis));
    }

    /** Where the person is: at home and near it. */
    public Upward.Location location() {
        return new Upward.Location(position());
    }

    /** The button. */
    public Upward.Sos press() {
        return new Upward.Sos(1, position());
    }

    /** A fall as the device suspects it. */
    public Upward.Fall fall() {
        YesNo moving = chance.nextInt(100) < 70 ? YesNo.YES : YesNo.NO;
        return new Upward.Fall(moving, chance.nextInt(60, 96), position());
    }

    /** The band comes off. */
    public Upward.Removed takeOff() {
        worn = false;
        return new Upward.Removed();
    }

    /** The band is put on again. */
    public Upward.Worn putOn() {
        worn = true;
        return new Upward.Worn();
    }

    private Position position() {
        latitudeWander = PULL_BACK * latitudeWander + chance.nextGaussian() * 0.0002;
        longitudeWander = PULL_BACK * longitudeWander + chance.nextGaussian() * 0.0002;
        return new Position(
                (int) Math.round((homeLatitude + latitudeWander) * 1e7),
                (int) Math.round((homeLongitude + longitudeWander) * 1e7),
                chance.nextInt(8, 60),
                chance.nextInt(3) == 0 ? PositionSource.WIFI : PositionSource.GNSS,
                chance.nextInt(0, 30));
    }

    /** From -1 in the small hours to 1 in the afternoon. */
    private static double daytime(long nowMillis) {
        return Math.sin((hourOfDay(nowMillis) - 9.5) / 24 * 2 * Math.PI);
    }

    private static double hourOfDay(long nowMillis) {
        return (nowMillis / (double) TimeUnit.HOURS.toMillis(1) + UTC_PLUS_8) % 24;
    }

    /** Since local midnight: none before six, all by nine in the evening. */
    private int steps(long nowMillis) {
        double share = Math.clamp((hourOfDay(nowMillis) - 6) / 15, 0, 1);
        return (int) (stepsADay * share);
    }

    private int batteryPercent(long nowMillis) {
        long hours = TimeUnit.MILLISECONDS.toHours(nowMillis) + chargePhaseHours;
        return 100 - (int) (hours % HOURS_OF_A_CHARGE);
    }
}
