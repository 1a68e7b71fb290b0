package care.convoy.simulation;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Event;
import care.convoy.alert.Reach;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What the truth knows of the effects of one case. */
final class EffectAccount {
    /** By then the runner has executed what it was told, unless it crashed meanwhile. */
    private static final long PATIENCE_MILLIS = 3_000;

    private final Tally tally;
    private final Set<EffectKey> withoutLog;
    private final Map<EffectKey, Effect> due = new HashMap<>();
    private final Map<EffectKey, Long> heardAtMillis = new HashMap<>();
    private final Set<EffectKey> executed = new LinkedHashSet<>();

    EffectAccount(Tally tally, Set<EffectKey> withoutLog) {
        this.tally = tally;
        this.withoutLog = withoutLog;
    }

    void due(Event.EffectDue event, AlertView after, long nowMillis) {
        Effect effect = event.effect();
        EffectKey key = effect.key();
        tally.require(key.alert().equals(event.alert()), () -> "an effect of another alert: " + event);
        tally.require(due.put(key, effect) == null, () -> "the same effect twice: " + key);
        heardAtMillis.put(key, nowMillis);
        AlertView.Step step = step(after, key.step());
        tally.require(step != null && step.step().action() == effect.action(), () -> "an effect of no step: " + event);
        tally.require(
                effect.contact().isEmpty() || step.step().contacts().contains(effect.contact()),
                () -> "an effect for a contact that the step does not name: " + event);
    }

    /** @param elsewhere whether a gateway alone may have executed it, under a key of its own */
    void reported(Event.EffectReported event, boolean elsewhere) {
        if (elsewhere || withoutLog.contains(event.effect().key())) {
            due.putIfAbsent(event.effect().key(), event.effect());
        }
        tally.require(event.effect().equals(due.get(event.effect().key())), () -> "a report of no effect: " + event);
    }

    /** The runner has done it. */
    void executed(Effect effect) {
        tally.require(effect.equals(due.get(effect.key())), () -> "executed what nobody asked for: " + effect);
        tally.effects++;
        if (!executed.add(effect.key())) {
            tally.effectsRepeated++;
        }
    }

    /** What is out was told, and executed unless it is still on its way. @param upSinceMillis the runner's last start */
    void check(AlertView view, long nowMillis, long upSinceMillis) {
        for (AlertView.Step step : view.steps()) {
            for (Reach reach : step.reaches()) {
                if (reach.isOut()) {
                    EffectKey key = new EffectKey(view.id(), step.index(), reach.attempt());
                    Long heard = heardAtMillis.get(key);
                    tally.require(heard != null, () -> "started but never told: " + key + " " + reach);
                    boolean late = nowMillis - Math.max(heard, upSinceMillis) > PATIENCE_MILLIS;
                    tally.require(!late || executed.contains(key), () -> "not executed: " + key + " " + reach);
                }
            }
        }
    }

    /** A step that reaches people has told at least one effect, once it was started. */
    void checkStarted(AlertView.Step step, AlertView view) {
        boolean reaches = switch (step.step().action()) {
            case CALL, MESSAGE, INFORM -> !step.step().contacts().isEmpty();
            case CALL_SUPERVISOR, REQUEST_AMBULANCE -> true;
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD -> false;
        };
        if (reaches && !step.step().channels().isEmpty()) {
            tally.require(
                    due.keySet().stream().anyMatch(key -> key.step() == step.index()),
                    () -> "started and nobody is reached: " + step + " of " + view.id());
        }
    }

    static AlertView.Step step(AlertView view, int index) {
        for (AlertView.Step step : view.steps()) {
            if (step.index() == index) {
                return step;
            }
        }
        return null;
    }
}
