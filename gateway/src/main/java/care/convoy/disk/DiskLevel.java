package care.convoy.disk;

/** How much room is left, from plenty to none. */
public enum DiskLevel {
    OK(0),
    /** Somebody should make room; nothing is given up yet. */
    LOW(1),
    /** What is no alarm is refused; alarms go on. */
    TIGHT(2),
    /** Nothing more is written to the alert log: the gateway goes on with its emergency journal. */
    FULL(3);

    private final int severity;

    DiskLevel(int severity) {
        this.severity = severity;
    }

    /** For a metric: 0 is OK, 3 is FULL. */
    public int severity() {
        return severity;
    }
}
