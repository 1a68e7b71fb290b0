package care.convoy.simulation;

import care.convoy.ingest.VirtualIntake;
import java.util.PriorityQueue;

/** Time that passes by doing what is due next; equal times in the order in which they were asked for. */
final class VirtualTime implements VirtualIntake.Time {
    private record Due(long atMillis, long ordinal, Runnable action) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            return atMillis != other.atMillis
                    ? Long.compare(atMillis, other.atMillis)
                    : Long.compare(ordinal, other.ordinal);
        }
    }

    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private long nowMillis;
    private long ordinal;

    VirtualTime(long startMillis) {
        nowMillis = startMillis;
    }

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    /** Does something after that time. */
    @Override
    public void in(long millis, Runnable action) {
        due.add(new Due(nowMillis + millis, ordinal++, action));
    }

    /** Lets time pass until then, and does what falls due. */
    void runUntil(long atMillis) {
        while (!due.isEmpty() && due.peek().atMillis() <= atMillis) {
            Due next = due.remove();
            nowMillis = next.atMillis();
            next.action().run();
        }
        nowMillis = atMillis;
    }
}
