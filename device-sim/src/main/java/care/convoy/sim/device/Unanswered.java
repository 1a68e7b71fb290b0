package care.convoy.sim.device;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Ordinary messages of one session that no {@code ack} covers yet, in rising order: number and due time. At most
 * {@link #MOST}; a device does not send more. Owned by the device's thread.
 */
final class Unanswered {
    /** As many as a device may keep (PROTOCOL.md §13). */
    static final int MOST = 1000;

    private static final long REFUSED = Long.MIN_VALUE;

    private long[] sequences = new long[8];
    private long[] dueNanos = new long[8];
    private int head;
    private int size;

    boolean isFull() {
        return size == MOST;
    }

    int size() {
        return size;
    }

    void add(long sequence, long due) {
        if (size == sequences.length) {
            grow();
        }
        int slot = (head + size++) % sequences.length;
        sequences[slot] = sequence;
        dueNanos[slot] = due;
    }

    private void grow() {
        int[] from = {head, sequences.length - head};
        long[] grownSequences = Arrays.copyOfRange(sequences, from[0], from[0] + Math.min(sequences.length * 2, MOST));
        long[] grownDue = Arrays.copyOfRange(dueNanos, from[0], from[0] + Math.min(dueNanos.length * 2, MOST));
        System.arraycopy(sequences, 0, grownSequences, from[1], head);
        System.arraycopy(dueNanos, 0, grownDue, from[1], head);
        sequences = grownSequences;
        dueNanos = grownDue;
        head = 0;
    }

    /** Forgets all up to a number, and hands over when each that was not refused had been due. */
    void answeredUpTo(long sequence, LongConsumer due) {
        while (size > 0 && sequences[head] <= sequence) {
            if (dueNanos[head] != REFUSED) {
                due.accept(dueNanos[head]);
            }
            head = (head + 1) % sequences.length;
            size--;
        }
    }

    /** Notes that one was refused. @return whether it was waiting */
    boolean refused(long sequence) {
        for (int i = 0; i < size; i++) {
            int slot = (head + i) % sequences.length;
            if (sequences[slot] == sequence) {
                dueNanos[slot] = REFUSED;
                return true;
            }
        }
        return false;
    }
}
