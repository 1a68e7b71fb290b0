package care.convoy.alert;

import care.convoy.device.DeviceMessage.Matter;

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

    /** What a rule's finding is about. */
    public static AlertKind of(Matter matter) {
        return switch (matter) {
            case VITALS -> VITALS;
            case SILENCE -> SILENCE;
            case INACTIVITY -> INACTIVITY;
            case FENCE -> FENCE;
            case FALL -> FALL;
            case REMOVED -> REMOVED;
            case LOW_BATTERY -> LOW_BATTERY;
            case MISSED_TEST -> MISSED_TEST;
            case INFORMATION -> INFORMATION;
        };
    }

    /** The name in JSON, as {@code sos} or {@code lowBattery}. */
    public String wireName() {
        return wireName;
    }
}
