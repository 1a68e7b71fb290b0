package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertCore;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.Receipt;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log in memory for the rehearsal: a core that is away while it is told to be. One thread. */
final class RehearsedLog implements PausableLog {
    private final AlertCore core = new AlertCore(CoreLimits.standard());
    private final KnownAlerts known;
    private long position;
    private boolean paused;
    boolean away;

    RehearsedLog(KnownAlerts known) {
        this.known = known;
        core.advance(known.clock().wallMillis(), (_, _) -> {});
        known.reset(1, core.open(), core.tasks(), core.tests());
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        if (away) {
            return new CompletableFuture<>();
        }
        position++;
        List<CommittedEvent> told = new ArrayList<>();
        Outcome outcome = core.apply(
                known.clock().wallMillis(),
                command,
                (event, after) -> told.add(new CommittedEvent(position, told.size(), core.nowMillis(), event, after)));
        known.answered(core.answersLeftBy(command));
        if (!told.isEmpty()) {
            known.committed(told);
        }
        return CompletableFuture.completedFuture(new Receipt(position, Receipt.Durability.COMMITTED, outcome));
    }

    int open() {
        return core.open().size();
    }

    @Override
    public Health health() {
        return paused ? Health.STOPPED : away ? Health.NO_QUORUM : Health.READY;
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void close() {
        paused = true;
    }

    /** A journal's bytes in memory. */
    static final class Medium implements JournalMedium {
        private final byte[] bytes = new byte[256 << 10];

        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public void read(ByteBuffer into, int at) {
            into.put(bytes, at, into.remaining());
        }

        @Override
        public void write(ByteBuffer from, int at) {
            from.get(bytes, at, from.remaining());
        }

        @Override
        public void force() {}

        @Override
        public void close() {}
    }
}
