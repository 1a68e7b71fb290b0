package care.convoy.alert;

import java.util.Comparator;

/**
 * Who is next: the more urgent first; within a priority first what an operator took and left, then what has asked for
 * attention longest. What is put off or held on test comes after all others. Total: equal only for the same alert.
 */
public final class QueueOrder implements Comparator<AlertView> {
    private static final Comparator<AlertView> ORDER = Comparator.comparing(QueueOrder::isHeldBack)
            .thenComparing(AlertView::priority)
            .thenComparing(alert -> !isLeft(alert))
            .thenComparingLong(AlertView::attentionAtMillis)
            .thenComparing(AlertView::id);

    @Override
    public int compare(AlertView one, AlertView other) {
        return ORDER.compare(one, other);
    }

    private static boolean isHeldBack(AlertView alert) {
        return alert.state() == AlertState.DEFERRED || alert.state() == AlertState.ON_TEST;
    }

    /** Whether an operator had it and nobody has it now. */
    private static boolean isLeft(AlertView alert) {
        return alert.owner() == null && alert.abandonedBy() != null;
    }
}
