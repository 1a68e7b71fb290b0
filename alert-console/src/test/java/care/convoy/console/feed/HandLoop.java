package care.convoy.console.feed;

import care.convoy.console.stage.StagedClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** An event loop stepped by hand, in one thread. */
final class HandLoop implements FeedLoop {
    private record Timer(long dueMillis, Runnable task) {}

    private final StagedClock clock;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long millis;

    HandLoop(StagedClock clock) {
        this.clock = clock;
    }

    @Override
    public void run(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void after(long delay, Runnable task) {
        timers.add(new Timer(millis + delay, task));
    }

    /** Runs what waits now. */
    void settle() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    /** Lets time pass, with all timers that fall due. */
    void pass(long more) {
        long until = millis + more;
        settle();
        while (true) {
            Timer next = timers.stream()
                    .filter(timer -> timer.dueMillis() <= until)
                    .min(Comparator.comparingLong(Timer::dueMillis))
                    .orElse(null);
            if (next == null) {
                break;
            }
            move(next.dueMillis());
            timers.remove(next);
            next.task().run();
            settle();
        }
        move(until);
    }

    private void move(long to) {
        clock.advance(Duration.ofMillis(to - millis));
        millis = to;
    }
}
