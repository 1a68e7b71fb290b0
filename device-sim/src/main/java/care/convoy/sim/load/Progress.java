package care.convoy.sim.load;

import care.convoy.sim.device.DeviceEvents.Drop;
import care.convoy.sim.load.Tally.Count;
import java.io.Console;
import java.io.PrintStream;

/** One line a second while a run lasts; over itself on a terminal, line by line elsewhere. Called by the main thread. */
public final class Progress {
    private static final double NANOS_A_SECOND = 1e9;

    private final Tally tally;
    private final Fleet fleet;
    private final PrintStream out;
    private final boolean terminal;
    private final boolean quiet;
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos;
    private long lastSent;
    private long lastAnswered;

    public Progress(Tally tally, Fleet fleet, PrintStream out, boolean quiet) {
        this.tally = tally;
        this.fleet = fleet;
        this.out = out;
        this.quiet = quiet;
        this.terminal = isTerminal();
    }

    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again when there is no terminal
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    void line(String phase) {
        long now = System.nanoTime();
        double seconds = (now - lastNanos) / NANOS_A_SECOND;
        long sent = tally.count(Count.REPORTS_SENT);
        long answered = tally.count(Count.REPORTS_ANSWERED);
        StringBuilder line = new StringBuilder("%4.0f s %-8s %d/%d online"
                .formatted((now - startNanos) / NANOS_A_SECOND, phase, fleet.onlineCount(), fleet.size()));
        if (sent > 0) {
            line.append("  reports %.0f/s out, %.0f/s answered (%d of %d, %d repeats)"
                    .formatted(
                            (sent - lastSent) / seconds,
                            (answered - lastAnswered) / seconds,
                            answered,
                            sent,
                            tally.count(Count.REPORTS_REPEATED)));
        }
        if (tally.dropped(Drop.WITHHELD) > 0) {
            line.append(", %d withheld".formatted(tally.dropped(Drop.WITHHELD)));
        }
        if (tally.count(Count.PRESSES) > 0) {
            line.append("  presses %d, received %d"
                    .formatted(tally.count(Count.PRESSES), tally.count(Count.PRESSES_RECEIVED)));
        }
        if (tally.pressLatency().count() > 0) {
            line.append("  p50 %.1f p99 %.1f ms"
                    .formatted(
                            tally.pressLatency().millisAt(50),
                            tally.pressLatency().millisAt(99)));
        }
        if (tally.count(Count.REPEATS) > 0) {
            line.append("  repeats %d".formatted(tally.count(Count.REPEATS)));
        }
        lastNanos = now;
        lastSent = sent;
        lastAnswered = answered;
        show(line);
    }

    private void show(StringBuilder line) {
        if (quiet) {
            return;
        }
        if (terminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
        } else {
            out.println(line);
        }
    }

    void end() {
        if (terminal && !quiet) {
            out.println();
        }
    }
}
