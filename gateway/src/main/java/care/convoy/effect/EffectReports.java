package care.convoy.effect;

import care.convoy.alert.Command;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings reports to the log and does not rest until it has answered: what it could not take is submitted again at the next
 * {@link #resubmit}. One report of a key is under way at a time, and of those that wait the latest counts. Thread-safe.
 *
 * <p>Bounds: {@code most} reports of lesser alerts; a further one is dropped and counted, and the core then counts its
 * effect as failed in time. Those of P1 are kept in any case: there are as many as the core has started steps.
 */
final class EffectReports {
    private static final Logger LOG = LoggerFactory.getLogger(EffectReports.class);
    private static final int MOST_AT_ONCE = 1_000;

    private final Function<Command, CompletionStage<Receipt>> log;
    private final int most;
    private final EffectCounters counters;
    private final Map<EffectKey, Pending> ofP1 = new LinkedHashMap<>();
    private final Map<EffectKey, Pending> ofOthers = new LinkedHashMap<>();

    private static final class Pending {
        private EffectReport latest;
        private boolean underWay;

        Pending(EffectReport latest) {
            this.latest = latest;
        }
    }

    EffectReports(Function<Command, CompletionStage<Receipt>> log, int most, EffectCounters counters) {
        this.log = log;
        this.most = most;
        this.counters = counters;
    }

    /** Submits a report, or lets it take the place of the one of the same key that waits. */
    void say(EffectKey key, EffectReport report, boolean p1) {
        synchronized (this) {
            Pending pending = find(key);
            if (pending != null) {
                // under way: it follows the answer; else it goes with the next look
                pending.latest = report;
                return;
            }
            if (!p1 && ofOthers.size() >= most) {
                counters.dropped.increment();
                return;
            }
            pending = new Pending(report);
            pending.underWay = true;
            (p1 ? ofP1 : ofOthers).put(key, pending);
        }
        submit(new Command.ReportEffect(key, report));
    }

    /** Submits again what the log did not take, P1 first. */
    void resubmit() {
        List<Command.ReportEffect> again = new ArrayList<>();
        synchronized (this) {
            collect(ofP1, again);
            collect(ofOthers, again);
        }
        for (Command.ReportEffect command : again) {
            counters.resubmitted.increment();
            submit(command);
        }
    }

    private static void collect(Map<EffectKey, Pending> from, List<Command.ReportEffect> into) {
        for (Map.Entry<EffectKey, Pending> each : from.entrySet()) {
            if (into.size() == MOST_AT_ONCE) {
                return;
            }
            Pending pending = each.getValue();
            if (!pending.underWay) {
                pending.underWay = true;
                into.add(new Command.ReportEffect(each.getKey(), pending.latest));
            }
        }
    }

    synchronized int waiting() {
        return ofP1.size() + ofOthers.size();
    }

    private @Nullable Pending find(EffectKey key) {
        Pending found = ofP1.get(key);
        return found != null ? found : ofOthers.get(key);
    }

    private void submit(Command.ReportEffect command) {
        var _ = log.apply(command).whenComplete((receipt, failure) -> settle(command, receipt, failure));
    }

    private void settle(Command.ReportEffect sent, @Nullable Receipt receipt, @Nullable Throwable failure) {
        Command.ReportEffect newer = null;
        synchronized (this) {
            Pending pending = find(sent.key());
            if (pending == null) {
                return;
            }
            pending.underWay = false;
            if (receipt == null && isPassing(failure)) {
                return;
            }
            if (pending.latest == sent.report()) {
                ofP1.remove(sent.key());
                ofOthers.remove(sent.key());
            } else {
                pending.underWay = true;
                newer = new Command.ReportEffect(sent.key(), pending.latest);
            }
        }
        count(sent, receipt, failure);
        if (newer != null) {
            submit(newer);
        }
    }

    private void count(Command.ReportEffect sent, @Nullable Receipt receipt, @Nullable Throwable failure) {
        if (receipt == null) {
            counters.dropped.increment();
            LOG.warn("the log cannot take {} of {}", sent.report(), sent.key(), failure);
            return;
        }
        counters.reports.increment();
        if (receipt.outcome() instanceof Outcome.Refused) {
            counters.refused.increment();
        }
    }

    private static boolean isPassing(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AlertLog.Unavailable;
    }
}
