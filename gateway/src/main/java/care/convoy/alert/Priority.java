package care.convoy.alert;

/** How urgent a signal is; P1 to P3 open alerts, P4 and P5 open tasks. Declared most urgent first. */
public enum Priority {
    P1,
    P2,
    P3,
    P4,
    P5;

    /** Whether a signal of this priority needs a person now. */
    public boolean isAlert() {
        return compareTo(P3) <= 0;
    }

    /** The more urgent of the two. */
    public Priority or(Priority other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
