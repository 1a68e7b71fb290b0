package care.convoy.sim.physiology;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One person with a wristband, moved on step by step: what the gateway hears, with the truth beside it. The same seed, times and
 * questions give the same samples. One thread; local time is UTC+8.
 */
public final class VirtualPerson {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final int MOST_KEPT = 100;
    /** Of the times without a network. */
    private static final double LONG_HOLES = 0.1;
    /** Of the charges. */
    private static final double FORGOTTEN_CHARGES = 0.05;

    private final Traits traits;
    private final @Nullable Episode episode;
    private final SplittableRandom chance;
    /** Of its own, so that other holes change nothing else of a person. */
    private final SplittableRandom holes;

    private final Body body;
    private final Band band;
    private final List<Sample> kept = new ArrayList<>(0);
    private long now;
    private long sinceHeartbeat;
    private boolean fell;
    private long deafUntil;
    private boolean keepsWhileDeaf;
    private long offUntil;
    private boolean low;
    private boolean forgets;
    private boolean flat;
    private long cancelsAt = Long.MAX_VALUE;

    private VirtualPerson(Traits traits, @Nullable Episode episode, SplittableRandom chance, long fromMillis) {
        this.traits = traits;
        this.episode = episode;
        this.chance = chance;
        holes = new SplittableRandom(Double.doubleToLongBits(traits.pulseBpm()) ^ fromMillis);
        body = new Body(traits, chance.split());
        band = new Band(chance.split());
        now = fromMillis;
        body.live(now, 1, Strain.NONE);
    }

    /**
     * Somebody.
     *
     * @param illness what the person gets between {@code fromMillis + 1/3} and the end, or {@link Illness#NONE}
     * @param fromMillis epoch milliseconds of the first step
     * @param toMillis of the last, at least 20 days later if ill
     */
    public static VirtualPerson of(long seed, Illness illness, long fromMillis, long toMillis) {
        SplittableRandom chance = new SplittableRandom(seed);
        Traits traits = Traits.draw(chance);
        if (illness == Illness.COPD_EXACERBATION) {
            while (!traits.copd()) {
                traits = Traits.draw(chance);
            }
        }
        if (illness == Illness.NONE) {
            return new VirtualPerson(traits, null, chance, fromMillis);
        }
        long earliest = fromMillis + (toMillis - fromMillis) / 3;
        return new VirtualPerson(traits, Episode.draw(illness, earliest, toMillis, chance), chance, fromMillis);
    }

    /** What does not change of the person. */
    public Traits traits() {
        return traits;
    }

    /** The illness, or null for a well person. */
    public @Nullable Episode episode() {
        return episode;
    }

    /** Time passes; nothing before it was moved to. @param toMillis not before the last step */
    public void step(long toMillis, Consumer<Sample> to) {
        double minutes = Math.max(0, toMillis - now) / (double) MINUTE;
        long before = now;
        now = toMillis;
        body.live(now, minutes, strain());
        band.live(minutes, body);
        if (now >= deafUntil && !kept.isEmpty() && !isBroken()) {
            kept.forEach(sample -> to.accept(sample.heardAt(now)));
            kept.clear();
        }
        if (now >= deafUntil && chance.nextDouble() < minutes / (15 * 1440)) {
            deafUntil = now + chance.nextLong(HOUR, 5 * HOUR);
            keepsWhileDeaf = chance.nextBoolean();
            if (holes.nextDouble() < LONG_HOLES) {
                deafUntil = now + holes.nextLong(5 * HOUR, 30 * HOUR);
            }
        }
        runFlat();
        wear(minutes, to);
        fall(minutes, to);
        if (now - sinceHeartbeat >= 30 * MINUTE) {
            sinceHeartbeat = now;
            say(Sample.Kind.HEARTBEAT, to);
        }
        if (band.worn) {
            hear(vitals(isDue(before)), to);
        }
    }

    /** Now and then the charger is forgotten: the band dies, and is found so some hours later. */
    private void runFlat() {
        if (band.isNearlyEmpty() && !low) {
            forgets = holes.nextDouble() < FORGOTTEN_CHARGES;
        }
        low = band.isNearlyEmpty();
        if (forgets && !flat && band.isEmpty()) {
            flat = true;
            deafUntil = Math.max(deafUntil, now + holes.nextLong(2 * HOUR, 14 * HOUR));
            keepsWhileDeaf = false;
        } else if (flat && now >= deafUntil) {
            flat = false;
            forgets = false;
        }
    }

    /** The band was asked to measure again, and does so now; nothing if it does not hear the question. */
    public void measureAgain(long atMillis, Consumer<Sample> to) {
        if (atMillis < deafUntil || !band.worn || chance.nextDouble() < 0.1) {
            return;
        }
        double minutes = Math.max(0, atMillis - now) / (double) MINUTE;
        now = Math.max(now, atMillis);
        body.live(now, minutes, strain());
        band.live(minutes, body);
        hear(vitals(false), to);
    }

    private Strain strain() {
        return episode == null ? Strain.NONE : episode.strain(now);
    }

    private Illness truth() {
        return episode != null && episode.isAt(now) ? episode.illness() : Illness.NONE;
    }

    /** Pressure and core temperature are taken at 8 and at 19 o'clock, each by its own device, and told by the band. */
    private boolean isDue(long before) {
        double hour = Body.hour(now);
        double earlier = hour - (now - before) / (double) HOUR;
        return (hour >= 8 && earlier < 8) || (hour >= 19 && earlier < 19);
    }

    private void wear(double minutes, Consumer<Sample> to) {
        if (band.worn) {
            boolean charges = band.isNearlyEmpty() && !forgets && body.isAwake && chance.nextDouble() < minutes / 120;
            boolean takesOff = charges || chance.nextDouble() < minutes / (5 * 1440);
            if (takesOff && !isDown()) {
                band.worn = false;
                offUntil = now + chance.nextLong(HOUR / 3, charges ? 2 * HOUR : 5 * HOUR);
                say(Sample.Kind.REMOVED, to);
            }
        } else if (now >= offUntil) {
            band.worn = true;
            say(Sample.Kind.PUT_ON, to);
        }
    }

    /** After a fall, and nobody came yet. */
    private boolean isDown() {
        return truth() == Illness.FALL || isBroken();
    }

    private boolean isBroken() {
        return truth() == Illness.BROKEN_BAND || truth() == Illness.FALL_THEN_SILENT;
    }

    private void fall(double minutes, Consumer<Sample> to) {
        if (isBroken()) {
            if (!fell && band.worn && now >= deafUntil && truth() == Illness.FALL_THEN_SILENT) {
                to.accept(sample(
                        chance.nextBoolean() ? Sample.Kind.FELL_STILL : Sample.Kind.FELL_MOVING,
                        Sample.ABSENT,
                        Sample.ABSENT,
                        Sample.ABSENT,
                        Sample.ABSENT,
                        Sample.ABSENT,
                        false,
                        Sample.ABSENT));
            }
            fell = true;
            return;
        }
        if (truth() == Illness.FALL && band.worn) {
            if (!fell) {
                fell = true;
                say(chance.nextDouble() < 0.6 ? Sample.Kind.FELL_STILL : Sample.Kind.FELL_MOVING, to);
            } else if (chance.nextDouble() < 0.7) {
                say(Sample.Kind.STILL, to);
            }
        } else if (body.isWalking && band.worn && chance.nextDouble() < minutes / (40 * 90)) {
            say(Sample.Kind.FELL_MOVING, to);
            cancelsAt = chance.nextBoolean() ? now + MINUTE : Long.MAX_VALUE;
        }
        if (now > cancelsAt) {
            cancelsAt = Long.MAX_VALUE;
            say(Sample.Kind.CANCELLED, to);
        }
    }

    private void say(Sample.Kind kind, Consumer<Sample> to) {
        int none = Sample.ABSENT;
        hear(sample(kind, none, none, none, none, none, false, none), to);
    }

    private void hear(Sample sample, Consumer<Sample> to) {
        if (isBroken()) {
            return;
        }
        if (now >= deafUntil) {
            to.accept(sample);
        } else if (keepsWhileDeaf && kept.size() < MOST_KEPT) {
            kept.add(sample);
        }
    }

    private Sample vitals(boolean due) {
        int none = Sample.ABSENT;
        int systolic = due && traits.cuff() ? band.systolic(body) : none;
        int diastolic = systolic == none ? none : (int) Math.round(0.58 * systolic + 3 * chance.nextGaussian());
        boolean core = due && traits.thermometer();
        double celsius = core ? body.core + 0.15 * chance.nextGaussian() : body.skin + 0.3 * chance.nextGaussian();
        return sample(
                Sample.Kind.VITALS,
                band.pulse(body),
                band.spo2(body),
                systolic,
                diastolic,
                (int) Math.round(100 * celsius),
                core,
                band.respiration(body));
    }

    private Sample sample(
            Sample.Kind kind, int pulse, int spo2, int systolic, int diastolic, int centi, boolean core, int breaths) {
        return new Sample(
                kind,
                now,
                now,
                pulse,
                spo2,
                systolic,
                diastolic,
                centi,
                core,
                breaths,
                body.steps(),
                band.batteryPercent(),
                band.worn,
                truth());
    }
}
