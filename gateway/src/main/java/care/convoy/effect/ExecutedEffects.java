package care.convoy.effect;

import care.convoy.alert.Effect;
import care.convoy.alert.EffectReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which effects this process has taken up, and what came of them last, so that neither a change of leader nor the end of an
 * emergency calls the same people again. Thread-safe.
 *
 * <p>Keyed by the whole effect: the core and the emergency core may have used one key for different people.
 *
 * <p>Bounds: {@code most} effects that the core may still hold as under way, of which lesser alerts get a half; a further one
 * is not taken up until {@link #settleAllBut} has made room. As many that are over are remembered, then the oldest is
 * forgotten.
 */
final class ExecutedEffects {
    private final int most;
    private final Map<Effect, Optional<EffectReport>> underWay = new LinkedHashMap<>();
    private final Map<Effect, Optional<EffectReport>> over = new LinkedHashMap<>();

    /** What became of a wish to take an effect up. */
    enum Answer {
        TAKEN,
        /** It was taken up before. */
        KNOWN,
        NO_ROOM
    }

    ExecutedEffects(int most) {
        this.most = most;
    }

    synchronized Answer take(Effect effect, boolean p1) {
        if (underWay.containsKey(effect) || over.containsKey(effect)) {
            return Answer.KNOWN;
        }
        if (underWay.size() >= (p1 ? most : most / 2)) {
            return Answer.NO_ROOM;
        }
        underWay.put(effect, Optional.empty());
        return Answer.TAKEN;
    }

    /** It was not executed after all, also if it counted as over while it waited: else nobody would ever take it up. */
    synchronized void giveBack(Effect effect) {
        underWay.remove(effect);
        over.remove(effect, Optional.<EffectReport>empty());
    }

    synchronized void reported(Effect effect, EffectReport report) {
        underWay.replace(effect, Optional.of(report));
        over.replace(effect, Optional.of(report));
    }

    /** What came of it last; null if nothing is known. */
    synchronized @Nullable EffectReport lastReport(Effect effect) {
        Optional<EffectReport> report = underWay.containsKey(effect) ? underWay.get(effect) : over.get(effect);
        return report == null ? null : report.orElse(null);
    }

    /** Whether some effect may have found no room. */
    synchronized boolean isCrowded() {
        return underWay.size() >= most / 2;
    }

    /** Makes room. @param wanted what the cores still hold as under way */
    synchronized void settleAllBut(Set<Effect> wanted) {
        underWay.entrySet().removeIf(each -> {
            if (wanted.contains(each.getKey())) {
                return false;
            }
            over.put(each.getKey(), each.getValue());
            return true;
        });
        while (over.size() > most) {
            over.remove(over.keySet().iterator().next());
        }
    }
}
