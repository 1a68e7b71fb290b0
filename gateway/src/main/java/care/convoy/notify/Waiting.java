package care.convoy.notify;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a line: P1 first, then the older alert, then who came first. Bounded: when it is full, the last of those that are
 * no P1 makes room for a P1, and else the newcomer is refused. Not thread-safe.
 */
final class Waiting {
    private static final Comparator<Job> ORDER = Comparator.comparing(Job::isLesser)
            .thenComparingLong(job -> job.alert().receivedAtMillis())
            .thenComparingLong(Job::number);

    private final int most;
    private final TreeSet<Job> jobs = new TreeSet<>(ORDER);

    Waiting(int most) {
        this.most = most;
    }

    /** @return who found no room: null, another job or this one */
    @Nullable
    Job offer(Job job) {
        jobs.add(job);
        return jobs.size() <= most ? null : jobs.pollLast();
    }

    @Nullable
    Job poll() {
        return jobs.pollFirst();
    }

    void remove(Job job) {
        jobs.remove(job);
    }

    void forEach(Consumer<Job> each) {
        jobs.forEach(each);
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    int size() {
        return jobs.size();
    }
}
