package care.convoy.alert;

/** Whether an alert is real; after CAP 1.2 {@code status}. An exercise or a test can never dispatch. */
public enum AlertStatus {
    ACTUAL("Actual"),
    EXERCISE("Exercise"),
    TEST("Test");

    private final String wireName;

    AlertStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON and CAP, as {@code Actual}. */
    public String wireName() {
        return wireName;
    }
}
