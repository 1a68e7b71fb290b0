package care.convoy.sim.load;

import care.convoy.sim.device.DeviceEvents.Drop;
import care.convoy.sim.ledger.PressBook;
import care.convoy.sim.ledger.Reconciliation;
import care.convoy.sim.load.Tally.Count;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run: a table for people, and the same as numbers for scripts.
 *
 * @param reconciliation null if there was no API to ask
 * @param feed null if the feed was not watched
 */
public record Summary(
        Tally tally,
        Effort effort,
        PressBook book,
        @Nullable Reconciliation reconciliation,
        @Nullable FeedLatency feed,
        int feedInterruptions) {
    private static final int FINDINGS_SHOWN = 10;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final double MICROS_A_NANO = 1e-3;

    /**
     * What the simulator itself used while it measured.
     *
     * @param messages sent up within the window
     */
    public record Effort(Duration cpu, Duration window, int devices, long messages) {
        double cpuShare() {
            return cpu.toNanos() / (double) Math.max(1, window.toNanos());
        }
    }

    /** Whether every press was received and the gateway's alerts agree. */
    public boolean isClean() {
        return book.waitingCount() == 0
                && (reconciliation == null || reconciliation.isClean())
                && (feed == null || feed.unseen() == 0);
    }

    public void print(PrintStream out) {
        out.printf(
                "%n%-26s %d, window %.1f s%n",
                "devices", effort.devices(), effort.window().toMillis() / 1e3);
        long reports = tally.count(Count.REPORTS_SENT);
        if (reports > 0) {
            out.printf("%-26s %d sent, %d answered%n", "reports", reports, tally.count(Count.REPORTS_ANSWERED));
            out.printf(
                    "%-26s %d withheld, %d lost with a connection, %d refused, %d never answered, %d repeats%n",
                    "",
                    tally.dropped(Drop.WITHHELD),
                    tally.dropped(Drop.CONNECTION_LOST),
                    tally.dropped(Drop.REFUSED),
                    tally.dropped(Drop.UNANSWERED),
                    tally.count(Count.REPORTS_REPEATED));
        }
        long presses = tally.count(Count.PRESSES);
        if (presses > 0) {
            out.printf(
                    "%-26s %d sent, %d received (%d LOCAL), %d repeats, %d own calls%n",
                    "presses",
                    presses,
                    tally.count(Count.PRESSES_RECEIVED),
                    tally.count(Count.PRESSES_LOCAL),
                    tally.count(Count.REPEATS),
                    tally.count(Count.OWN_CALLS));
        }
        out.printf("%-26s %d, of these %d again%n", "logins", tally.count(Count.LOGINS), reconnects());
        if (!tally.endings().isEmpty()) {
            out.printf("%-26s %s%n", "connections ended", tally.endings());
        }
        if (!tally.oddities().isEmpty()) {
            out.printf("%-26s %s%n", "against the protocol", tally.oddities());
        }
        out.printf(
                "%-26s %.0f %% of a core, %.1f us a message%n",
                "simulator's CPU", effort.cpuShare() * 100, cpuMicrosPerMessage());
        latencies(out);
        reconciled(out);
    }

    private void latencies(PrintStream out) {
        out.printf("%n%-26s %9s %9s %9s %9s %9s %9s%n", "ms from due", "count", "p50", "p90", "p99", "p99.9", "max");
        row(out, "press -> received", tally.pressLatency());
        if (feed != null) {
            row(out, "press -> SSE frame", feed.latency());
        }
        row(out, "report -> ack (gathered)", tally.reportLatency());
    }

    private static void row(PrintStream out, String name, Latency latency) {
        if (latency.count() == 0) {
            return;
        }
        out.printf("%-26s %9d", name, latency.count());
        for (double percentile : PERCENTILES) {
            out.printf(" %9.2f", latency.millisAt(percentile));
        }
        out.printf(" %9.2f%n", latency.maxMillis());
    }

    private void reconciled(PrintStream out) {
        out.println();
        if (feed != null && (feed.unseen() > 0 || feedInterruptions > 0)) {
            out.printf("feed: %d presses never shown, %d interruptions%n", feed.unseen(), feedInterruptions);
        }
        if (reconciliation == null) {
            if (book.sentCount() > 0) {
                out.printf(
                        "not reconciled with the gateway; %d presses sent, %d received%n",
                        book.sentCount(), book.receivedCount());
            }
            return;
        }
        print(reconciliation, out);
    }

    /** The verdict; its last line is {@code lost N doubled N}. */
    public static void print(Reconciliation reconciliation, PrintStream out) {
        reconciliation.findings().stream().limit(FINDINGS_SHOWN).forEach(out::println);
        int more = reconciliation.findings().size() - FINDINGS_SHOWN;
        if (more > 0) {
            out.printf("... and %d more%n", more);
        }
        out.printf(
                "reconciled: %d presses sent, %d received, %d waiting; %d open alerts%n",
                reconciliation.sent(), reconciliation.received(), reconciliation.waiting(), reconciliation.alerts());
        out.printf("lost %d doubled %d%n", reconciliation.lost(), reconciliation.doubled());
    }

    private long reconnects() {
        return Math.max(0, tally.count(Count.LOGINS) - effort.devices());
    }

    private double cpuMicrosPerMessage() {
        return effort.cpu().toNanos() * MICROS_A_NANO / Math.max(1, effort.messages());
    }

    /** The same for scripts, flat. */
    public Map<String, Object> numbers() {
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("devices", effort.devices());
        numbers.put("windowSeconds", effort.window().toMillis() / 1e3);
        numbers.put("messages", effort.messages());
        numbers.put("cpuSeconds", effort.cpu().toMillis() / 1e3);
        for (Count count : Count.values()) {
            numbers.put(count.name(), tally.count(count));
        }
        for (Drop drop : Drop.values()) {
            numbers.put("REPORTS_" + drop.name(), tally.dropped(drop));
        }
        put(numbers, "pressToReceivedMillis", tally.pressLatency());
        put(numbers, "reportToAckMillis", tally.reportLatency());
        if (feed != null) {
            put(numbers, "pressToFeedMillis", feed.latency());
        }
        if (reconciliation != null) {
            numbers.put("lost", reconciliation.lost());
            numbers.put("doubled", reconciliation.doubled());
        }
        numbers.put("clean", isClean());
        return numbers;
    }

    private static void put(Map<String, Object> numbers, String name, Latency latency) {
        numbers.put(name + ".count", latency.count());
        for (double percentile : PERCENTILES) {
            String digits = percentile % 1 == 0 ? "%.0f" : "%.1f";
            numbers.put(name + ".p" + digits.formatted(percentile), latency.millisAt(percentile));
        }
        numbers.put(name + ".max", latency.maxMillis());
    }
}
