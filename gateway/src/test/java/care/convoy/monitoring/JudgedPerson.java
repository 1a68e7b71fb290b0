package care.convoy.monitoring;

import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.Worn;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.resident.Resident;
import care.convoy.sim.physiology.Sample;
import care.convoy.sim.physiology.Traits;
import care.convoy.sim.physiology.VirtualPerson;
import care.convoy.vitals.Ask;
import care.convoy.vitals.Finding;
import care.convoy.vitals.Outcome;
import care.convoy.vitals.presence.AreaRules;
import care.convoy.vitals.presence.AreaSilence;
import care.convoy.vitals.presence.Notice;
import java.util.ArrayList;
import java.util.List;

/** A virtual person under the rules, in virtual time: what is said is heard, questions are answered, findings are kept. */
final class JudgedPerson implements Outcomes {
    static final long SAMPLE_MILLIS = 300_000;
    private static final long CHECK_MILLIS = 15_000;
    private static final long WATCHFUL_MILLIS = 15 * 60_000;
    /** From the question to its answer. */
    private static final long ANSWER_MILLIS = 60_000;

    /** Off the wrist a band still sends its heartbeats, each half hour. */
    private static final long SILENT_MILLIS = 35 * 60_000;

    private static final DeviceId BAND = new DeviceId("band");

    final VirtualPerson person;
    final List<Finding> findings = new ArrayList<>(0);
    int asked;
    int samples;

    private boolean off;
    private boolean silent;
    private int batteryPercent = DeviceMessage.ABSENT;
    private final AreaSilence silence;
    private final PersonWatch watch;
    private long answersAt = Long.MAX_VALUE;
    private long watchfulUntil;
    private long lastHeard;
    private long lookedMillis;

    JudgedPerson(VirtualPerson person, PersonWatch.Rules rules) {
        this.person = person;
        this.watch = new PersonWatch(rules, record(person.traits()));
        silence = new AreaSilence(
                1,
                AreaRules.by(rules.book()),
                new AreaSilence.Surroundings() {
                    @Override
                    public DeviceId device(int slot) {
                        return BAND;
                    }

                    @Override
                    public AreaSilence.Around around(int slot) {
                        return watch.around(BAND, _ -> false, batteryPercent, lookedMillis);
                    }
                },
                this::take);
        silence.place(0, person.traits().careGrade(), null, null);
    }

    /** Lives from the first time to the last; the phase spreads people over the five minutes. */
    void live(long fromMillis, long toMillis, long phaseMillis) {
        for (long now = fromMillis + phaseMillis; now < toMillis; now += SAMPLE_MILLIS) {
            person.step(now, this::hear);
            check(now);
            for (long between = now + CHECK_MILLIS;
                    between < now + SAMPLE_MILLIS && isBusy(between);
                    between += CHECK_MILLIS) {
                if (between >= answersAt) {
                    answersAt = Long.MAX_VALUE;
                    person.measureAgain(between, this::hear);
                }
                check(between);
            }
        }
    }

    private boolean isBusy(long now) {
        return now < watchfulUntil || answersAt != Long.MAX_VALUE;
    }

    private void check(long now) {
        watch.check(now, _ -> now - lastHeard < SILENT_MILLIS, this);
        watchSilence(now);
    }

    /** As {@link SilenceWatch} has it: two intervals, longer off the wrist. */
    private void watchSilence(long now) {
        lookedMillis = now;
        long interval = off ? SilenceWatch.OFF_INTERVAL_MILLIS : SilenceWatch.LEAST_INTERVAL_MILLIS;
        if (!silent && lastHeard != 0 && now - lastHeard > 2 * interval) {
            silent = true;
            silence.silent(0, lastHeard, lastHeard + 2 * interval, now);
        }
        silence.tick(now);
    }

    private void heard(Sample sample) {
        off = !sample.worn();
        batteryPercent = sample.batteryPercent();
        lastHeard = sample.heardMillis();
        lookedMillis = lastHeard;
        if (silent) {
            silent = false;
            silence.returned(0, lastHeard);
        }
    }

    private void hear(Sample sample) {
        samples++;
        heard(sample);
        DeviceMessage message = message(sample);
        if (message instanceof DeviceMessage.FallDetected) {
            watchfulUntil = sample.heardMillis() + WATCHFUL_MILLIS;
        }
        watch.hear(new HealthQueue.Heard(BAND, null, sample.atMillis(), sample.heardMillis(), message), this);
    }

    @Override
    public void take(Outcome outcome) {
        if (outcome instanceof Finding finding) {
            findings.add(finding);
        } else if (outcome instanceof Ask ask) {
            asked++;
            answersAt = ask.atMillis() + ANSWER_MILLIS;
            watchfulUntil = Math.max(watchfulUntil, ask.atMillis() + WATCHFUL_MILLIS / 2);
        }
    }

    @Override
    public void take(Notice notice) {
        if (notice instanceof Notice.Raised raised) {
            findings.add(raised.finding());
        }
    }

    static boolean isAlert(Finding finding) {
        return finding.priority().compareTo(Priority.P3) <= 0;
    }

    private static DeviceMessage message(Sample sample) {
        return switch (sample.kind()) {
            case VITALS -> new DeviceMessage.VitalsMeasured(vitals(sample));
            case HEARTBEAT ->
                new DeviceMessage.Heartbeat(
                        sample.batteryPercent(), 80, sample.steps(), sample.worn() ? Worn.ON : Worn.OFF);
            case REMOVED -> new DeviceMessage.BandRemoved();
            case PUT_ON -> new DeviceMessage.BandWorn();
            case FELL_MOVING -> new DeviceMessage.FallDetected(Movement.MOVING, 80, null);
            case FELL_STILL -> new DeviceMessage.FallDetected(Movement.STILL, 80, null);
            case STILL -> new DeviceMessage.ActivityChanged(0);
            case CANCELLED -> new DeviceMessage.WearerCancelled(DeviceMessage.ABSENT);
        };
    }

    private static Vitals vitals(Sample sample) {
        return new Vitals(
                sample.pulseBpm(),
                sample.spo2Percent(),
                sample.systolicMmHg(),
                sample.diastolicMmHg(),
                sample.centiCelsius(),
                sample.core() ? Vitals.TemperatureSite.CORE : Vitals.TemperatureSite.SKIN,
                sample.respirationPerMin(),
                sample.steps());
    }

    private static Resident record(Traits traits) {
        List<String> conditions = new ArrayList<>();
        if (traits.fibrillation()) {
            conditions.add("atrial fibrillation");
        }
        if (traits.copd()) {
            conditions.add("COPD");
        }
        if (traits.oxygen()) {
            conditions.add("home oxygen");
        }
        List<String> medicines = traits.betaBlocker() ? List.of("metoprolol") : List.of();
        return new Resident(
                new ResidentId("R1"),
                1,
                "",
                Resident.Sex.UNKNOWN,
                null,
                Resident.BirthCalendar.SOLAR,
                "",
                "",
                Double.NaN,
                Double.NaN,
                "",
                traits.careGrade(),
                conditions,
                medicines,
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }
}
