package care.convoy.effect;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of effects with a thread that works it off in order. When it is full the newcomer is refused: it stays in
 * the core's state, from where it is taken up again.
 */
final class EffectLane implements AutoCloseable {
    private final ArrayBlockingQueue<Job> waiting;
    private final Consumer<Job> work;
    private final Thread thread;

    /** An effect to be executed. @param provisional decided by this gateway itself while the log does not answer */
    record Job(Effect effect, AlertView alert, boolean provisional) {}

    /** @param work must not throw */
    EffectLane(String name, int most, Consumer<Job> work) {
        this.waiting = new ArrayBlockingQueue<>(most);
        this.work = work;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::workForEver);
    }

    void start() {
        thread.start();
    }

    /** @return false if there is no room */
    boolean offer(Job job) {
        return waiting.offer(job);
    }

    int depth() {
        return waiting.size();
    }

    private void workForEver() {
        try {
            while (true) {
                work.accept(waiting.take());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Works off what waits now on the calling thread, in place of the lane's own. */
    void workAll() {
        @Nullable Job next;
        while ((next = waiting.poll()) != null) {
            work.accept(next);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
