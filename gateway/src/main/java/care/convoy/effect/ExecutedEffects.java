package care.convoy.effect;

import care.convoy.alert.Effect;
import care.convoy.alert.EffectReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which effects this process has taken up, and what came of them last, so that a change of leader or the end of an emergency
 * does not call the same people again. Beyond the bound the oldest is forgotten, and if it is still wanted then, executed
 * once more. Thread-safe.
 *
 * <p>Keyed by the whole effect: the core and the emergency core may have used one key for different people.
 */
final class ExecutedEffects {
    private final int most;
    private final Map<Effect, Optional<EffectReport>> taken = new LinkedHashMap<>();

    ExecutedEffects(int most) {
        this.most = most;
    }

    /** Takes an effect up. @return true if it was not taken up before */
    synchronized boolean take(Effect effect) {
        if (taken.putIfAbsent(effect, Optional.empty()) != null) {
            return false;
        }
        if (taken.size() > most) {
            taken.remove(taken.keySet().iterator().next());
        }
        return true;
    }

    /** It was not executed after all. */
    synchronized void giveBack(Effect effect) {
        taken.remove(effect);
    }

    synchronized void reported(Effect effect, EffectReport report) {
        taken.replace(effect, Optional.of(report));
    }

    /** What came of it last; null if nothing is known. */
    synchronized @Nullable EffectReport lastReport(Effect effect) {
        return taken.getOrDefault(effect, Optional.empty()).orElse(null);
    }
}
