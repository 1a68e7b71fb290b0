package care.convoy.vitals;

/**
 * Whether something lasts: the last measurements by their own time, at most {@value Course#MOST}, and what was told of them. The
 * same measurement heard twice is one; of two at one instant the worse counts; the order of arrival within the window does not.
 */
final class Sustained {
    private final long[] at;
    private final int[] severities;
    private final int[] values;
    private int size;
    /** Of all that were heard; later than the time of its slot. */
    private long newestMillis = Long.MIN_VALUE / 2;

    private boolean raised;
    private long clearedMillis = Long.MIN_VALUE / 2;
    private long firedMillis = Long.MIN_VALUE / 2;
    private int firedLevel = Integer.MAX_VALUE;

    Sustained(int of) {
        at = new long[of];
        severities = new int[of];
        values = new int[of];
    }

    /**
     * Hears a measurement; true if it is to be told now.
     *
     * @param severity the higher, the worse
     * @param value as measured, for the explanation
     */
    boolean hear(Course course, long atMillis, int severity, int value) {
        if (!insert(course, atMillis, severity, value)) {
            return false;
        }
        long newest = at[size - 1];
        boolean fires = counted(course) >= course.need() && spans(course) && isToBeTold(course, newest, level(course));
        if (fires) {
            raised = true;
            firedMillis = newest;
            firedLevel = level(course);
        }
        if (raised && isOver(course)) {
            raised = false;
            clearedMillis = newest;
        }
        return fires;
    }

    private boolean isToBeTold(Course course, long newest, int level) {
        return level >= firedLevel + (long) course.worseStep()
                || newest - firedMillis >= (raised ? course.againMillis() : course.quietMillis());
    }

    private boolean isOver(Course course) {
        if (size < course.clearNeed()) {
            return false;
        }
        for (int i = size - course.clearNeed(); i < size; i++) {
            if (severities[i] > course.clear()) {
                return false;
            }
        }
        return true;
    }

    /** Whether what counts lasts for the least time. */
    private boolean spans(Course course) {
        if (course.leastMillis() == 0) {
            return true;
        }
        int first = 0;
        while (first < size && !counts(course, first)) {
            first++;
        }
        int last = size - 1;
        while (last > first && !counts(course, last)) {
            last--;
        }
        return first < size && at[last] - at[first] >= course.leastMillis();
    }

    /** The same with room for {@code of} measurements: the newest of them, and what was told. */
    Sustained resized(int of) {
        if (of == at.length) {
            return this;
        }
        Sustained other = new Sustained(of);
        int kept = Math.min(size, of);
        System.arraycopy(at, size - kept, other.at, 0, kept);
        System.arraycopy(severities, size - kept, other.severities, 0, kept);
        System.arraycopy(values, size - kept, other.values, 0, kept);
        other.size = kept;
        other.newestMillis = newestMillis;
        other.raised = raised;
        other.clearedMillis = clearedMillis;
        other.firedMillis = firedMillis;
        other.firedLevel = firedLevel;
        return other;
    }

    /** Whether it was told and is not over. */
    boolean isRaised() {
        return raised;
    }

    int size() {
        return size;
    }

    boolean counts(Course course, int i) {
        return severities[i] > course.beyond()
                && at[i] > clearedMillis
                && at[size - 1] - at[i] <= course.withinMillis();
    }

    long atMillis(int i) {
        return at[i];
    }

    int value(int i) {
        return values[i];
    }

    private int counted(Course course) {
        int counted = 0;
        for (int i = 0; i < size; i++) {
            counted += counts(course, i) ? 1 : 0;
        }
        return counted;
    }

    /** The severity that as many measurements as are needed reach: one artefact among them does not make it worse. */
    private int level(Course course) {
        int level = Integer.MIN_VALUE;
        for (int i = 0; i < size; i++) {
            int reached = 0;
            for (int j = 0; j < size && counts(course, i); j++) {
                reached += counts(course, j) && severities[j] >= severities[i] ? 1 : 0;
            }
            if (reached >= course.need()) {
                level = Math.max(level, severities[i]);
            }
        }
        return level;
    }

    /** False if it changes nothing: heard before, or older than all in a full window. */
    private boolean insert(Course course, long atMillis, int severity, int value) {
        if (course.leastMillis() > 0 && size > 0 && atMillis < at[size - 1] + course.slotMillis()) {
            return renew(course.best(), atMillis, severity, value);
        }
        int place = size;
        while (place > 0 && at[place - 1] > atMillis) {
            place--;
        }
        if (place > 0 && at[place - 1] == atMillis) {
            boolean worse = severity > severities[place - 1];
            if (worse) {
                severities[place - 1] = severity;
                values[place - 1] = value;
            }
            return worse;
        }
        if (size == at.length) {
            if (place == 0) {
                return false;
            }
            place--;
            move(1, 0, place);
        } else {
            move(place, place + 1, size - place);
            size++;
        }
        newestMillis = Math.max(newestMillis, atMillis);
        at[place] = atMillis;
        severities[place] = severity;
        values[place] = value;
        return true;
    }

    /** Of measurements close together the newest speaks; those that come late change nothing. */
    private boolean renew(boolean best, long atMillis, int severity, int value) {
        if (atMillis <= newestMillis || (best && severity >= severities[size - 1])) {
            return false;
        }
        newestMillis = atMillis;
        severities[size - 1] = severity;
        values[size - 1] = value;
        return true;
    }

    private void move(int from, int to, int length) {
        System.arraycopy(at, from, at, to, length);
        System.arraycopy(severities, from, severities, to, length);
        System.arraycopy(values, from, values, to, length);
    }
}
