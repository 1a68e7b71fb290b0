package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.CommittedListener;
import care.convoy.alertlog.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/** The log itself with a real core, as good or as bad as the test wants it. */
final class CoreLog implements PausableLog {
    static final long LOG_ID = 77;

    /** What becomes of a command. */
    enum Mood {
        ANSWERS,
        /** It takes effect, and nobody hears of it. */
        SILENT,
        /** It takes effect and is answered when the test says so. */
        LATE,
        /** It is lost on its way. */
        DEAF,
        /** It is refused at once. */
        REFUSES
    }

    final AlertCore core;
    final List<Event> events = new ArrayList<>();
    final List<Command> applied = new ArrayList<>();
    private final LongSupplier millis;
    private CommittedListener listener;
    private final List<Runnable> late = new ArrayList<>();
    private long position;
    Mood mood = Mood.ANSWERS;
    Health health = Health.READY;
    boolean paused;

    /** It takes for ever to stop. */
    boolean staysUp;

    /** From how many further commands on it is away; for a log that dies at a given place. */
    int diesAfter = Integer.MAX_VALUE;

    CoreLog(LongSupplier millis, CommittedListener listener) {
        this(millis, listener, CoreLimits.standard());
    }

    CoreLog(LongSupplier millis, CommittedListener listener, CoreLimits limits) {
        this.millis = millis;
        this.core = new AlertCore(limits);
        core.advance(millis.getAsLong(), (_, _) -> {});
        connect(listener);
    }

    /** A gateway's process begins anew. */
    void connect(CommittedListener newListener) {
        listener = newListener;
        tellState();
    }

    private void tellState() {
        listener.reset(LOG_ID, core.open(), core.tasks(), core.tests());
        listener.answered(core.answers());
    }

    @Override
    public CompletionStage<Receipt> submit(Command command) {
        CompletableFuture<Receipt> answer = new CompletableFuture<>();
        if (!(command instanceof Command.Tick) && diesAfter-- <= 0) {
            health = Health.NO_QUORUM;
            mood = Mood.DEAF;
        }
        switch (health == Health.STOPPED ? Mood.REFUSES : mood) {
            case LATE -> late.add(() -> answer.complete(apply(command)));
            case ANSWERS -> answer.complete(apply(command));
            case SILENT -> apply(command);
            case DEAF -> {}
            case REFUSES -> answer.completeExceptionally(new Unavailable("refused"));
        }
        return answer;
    }

    /** What was late is late no longer. */
    void catchUp() {
        late.forEach(Runnable::run);
        late.clear();
    }

    Receipt apply(Command command) {
        List<CommittedEvent> told = new ArrayList<>();
        position++;
        applied.add(command);
        Outcome outcome = core.apply(millis.getAsLong(), command, (event, after) -> hear(event, after, told));
        listener.answered(core.answersLeftBy(command));
        tell(told);
        return new Receipt(position, Receipt.Durability.COMMITTED, outcome);
    }

    /** The log's own timer; none runs in a log that has stopped. */
    void tick() {
        if (health == Health.STOPPED) {
            return;
        }
        List<CommittedEvent> told = new ArrayList<>();
        core.advance(millis.getAsLong(), (event, after) -> hear(event, after, told));
        tell(told);
    }

    private void hear(Event event, AlertView after, List<CommittedEvent> told) {
        events.add(event);
        told.add(new CommittedEvent(position, told.size(), core.nowMillis(), event, after));
    }

    private void tell(List<CommittedEvent> told) {
        if (!told.isEmpty()) {
            listener.committed(told);
        }
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public void pause() {
        paused = true;
        if (!staysUp) {
            health = Health.STOPPED;
        }
    }

    @Override
    public boolean isPaused() {
        return paused && health == Health.STOPPED;
    }

    @Override
    public void resume() {
        paused = false;
        health = Health.READY;
        tellState();
    }

    @Override
    public void close() {
        health = Health.STOPPED;
    }
}
