package care.convoy.alert;

/** What an alert or a task is about. The wire name is part of the outer interfaces. */
public enum AlertKind {
    SOS("sos"),
    FALL("fall"),
    VITALS("vitals"),
    SMOKE("smoke"),
    FENCE("fence"),
    SILENCE("silence"),
    REMOVED("removed"),
    INACTIVITY("inactivity"),
    LOW_BATTERY("lowBattery"),
    MISSED_TEST("missedTest"),
    CONTACT("contact"),
    INFORMATION("information"),
    /** A follow-up visit that was not reported in time. */
    VISIT("visit"),
    /** An alarm of a device that does not say what for. */
    GENERAL("general");

    private final String wireName;

    AlertKind(String wireName) {
        this.wireName = wireName;
    }

    /** The name in JSON, as {@code sos} or {@code lowBattery}. */
    public String wireName() {
        return wireName;
    }
}
