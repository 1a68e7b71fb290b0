package care.convoy.simulation;

import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Executes effects and reports what came of them, as often as needed; forgets everything in a crash and then takes up what
 * the open alerts still hold as started. Behind it are contacts who come, cannot, do not answer, or are silent.
 */
class SimulatedRunner {
    private final VirtualTime time;
    private final Random random;
    private final Tally tally;
    private final Truth truth;
    private final SimulatedGateway gateway;
    private final Map<String, Integer> temper = new HashMap<>();
    private final Set<EffectKey> taken = new HashSet<>();
    private final Set<EffectKey> takenWithoutLog = new HashSet<>();
    private boolean unruly = true;
    private long life;

    SimulatedRunner(SimulatedWorld world, SimulatedGateway gateway) {
        time = world.time();
        random = world.random();
        tally = world.tally();
        truth = world.truth();
        this.gateway = gateway;
    }

    void calm() {
        unruly = false;
    }

    void committed(List<CommittedEvent> events) {
        for (CommittedEvent event : events) {
            if (event.event() instanceof Event.EffectDue due) {
                take(due.effect());
            }
        }
    }

    /** What was started before and not reported is executed again. */
    void takeUp(Collection<AlertView> open) {
        open.forEach(alert -> alert.effectsOut().forEach(this::take));
    }

    void crash() {
        life++;
        taken.clear();
        takenWithoutLog.clear();
    }

    /** What the gateway decided by itself is executed too; its keys are its own. */
    void provisional(List<CommittedEvent> events) {
        if (events.isEmpty()) {
            takenWithoutLog.clear();
        }
        for (CommittedEvent event : events) {
            if (event.event() instanceof Event.EffectDue due
                    && takenWithoutLog.add(due.effect().key())) {
                after(due.effect(), () -> truth.executedWithoutLog(due.effect()));
            }
        }
    }

    private void take(Effect effect) {
        if (taken.add(effect.key())) {
            after(effect, () -> truth.executed(effect));
        }
    }

    private void after(Effect effect, Runnable note) {
        long thisLife = life;
        time.in(20 + random.nextInt(1_500), () -> {
            if (life == thisLife) {
                note.run();
                execute(effect, thisLife);
            } else {
                tally.count(Fault.EFFECT_LOST_IN_CRASH);
            }
        });
    }

    private void execute(Effect effect, long thisLife) {
        if (unruly && effect.channel() == ChannelKind.VOICE && random.nextInt(6) == 0) {

            tally.count(Fault.LINES_BUSY);
            waitForLine(effect, thisLife, 1 + random.nextInt(8));
        } else {
            answer(effect, thisLife);
        }
    }

    /** Says so each 20 s, as a channel does, until the turn has come. */
    private void waitForLine(Effect effect, long thisLife, int rounds) {
        time.in(20_000, () -> {
            boolean hasLine = rounds == 0;
            EffectReport stands = hasLine ? EffectReport.UNDER_WAY : EffectReport.QUEUED;
            report(new Command.ReportEffect(effect.key(), stands), thisLife);
            if (hasLine) {
                answer(effect, thisLife);
            } else {
                waitForLine(effect, thisLife, rounds - 1);
            }
        });
    }

    private void answer(Effect effect, long thisLife) {
        EffectReport report = whatComes(effect);
        if (report == null) {
            tally.count(Fault.CONTACT_SILENT);
            return;
        }
        int talk = effect.channel() == ChannelKind.VOICE ? 40_000 : 8_000;
        time.in(random.nextInt(talk), () -> report(new Command.ReportEffect(effect.key(), report), thisLife));
    }

    /** Everybody has a temper, by which most answers go. */
    private EffectReport whatComes(Effect effect) {
        int habit = temper.computeIfAbsent(effect.contact() + effect.action(), who -> random.nextInt(6));
        int mood = random.nextInt(10) < 7 ? habit : random.nextInt(6);
        return switch (mood) {
            case 0, 1 ->
                effect.channel() == ChannelKind.VOICE || random.nextInt(3) == 0
                        ? EffectReport.ACCEPTED
                        : EffectReport.DELIVERED;
            case 2 -> {
                tally.count(Fault.CONTACT_DECLINED);
                yield EffectReport.DECLINED;
            }
            case 3 -> {
                tally.count(Fault.CONTACT_NO_ANSWER);
                yield effect.channel() == ChannelKind.VOICE ? EffectReport.NO_ANSWER : EffectReport.UNREACHABLE;
            }
            case 4 -> {
                tally.count(Fault.CHANNEL_FAILED);
                yield random.nextBoolean() ? EffectReport.FAILED : EffectReport.UNREACHABLE;
            }
            default -> unruly ? null : EffectReport.DELIVERED;
        };
    }

    private void report(Command.ReportEffect report, long thisLife) {
        if (life != thisLife) {
            return;
        }
        boolean[] answered = {false};
        gateway.log().submit(report).whenComplete((receipt, failure) -> {
            if (receipt != null) {
                answered[0] = true;
            } else if (life == thisLife) {
                time.in(500 + random.nextInt(3_000), () -> report(report, thisLife));
            }
        });
        if (unruly && random.nextInt(10) == 0) {
            tally.count(Fault.EFFECT_REPORT_DOUBLED);
            time.in(random.nextInt(30_000), () -> {
                if (answered[0]) {
                    report(report, thisLife);
                }
            });
        }
    }
}
