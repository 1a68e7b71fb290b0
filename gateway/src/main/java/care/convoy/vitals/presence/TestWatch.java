package care.convoy.vitals.presence;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import care.convoy.vitals.Finding;
import care.convoy.vitals.presence.Notice.Cured;
import care.convoy.vitals.presence.Notice.Raised;
import java.util.List;
import java.util.Optional;

/** Whether a device was tested this month. Two numbers of state; one thread; epoch milliseconds. */
public final class TestWatch {
    public static final String RULE = "test.missed";

    private final UpkeepRules rules;
    private long lastMillis;
    private boolean raised;

    /** @param lastMillis the last test press, or when the device was handed out */
    public TestWatch(UpkeepRules rules, long lastMillis) {
        this.rules = rules;
        this.lastMillis = lastMillis;
    }

    /** A test press, or a real one: either shows that the button works. An older one changes nothing. */
    public Optional<Notice> pressed(DeviceId device, long atMillis) {
        lastMillis = Math.max(lastMillis, atMillis);
        if (!raised || atMillis - lastMillis < 0) {
            return Optional.empty();
        }
        raised = false;
        return Optional.of(new Cured(RULE, device, atMillis));
    }

    /** Time has passed; each hour is enough. */
    public Optional<Notice> check(DeviceId device, long nowMillis) {
        if (raised || nowMillis - lastMillis <= rules.testMillis()) {
            return Optional.empty();
        }
        raised = true;
        double days = (nowMillis - lastMillis) / 86_400_000.0;
        Item item = new Item("sinceTest", days, "d", Math.max(0, lastMillis), "");
        Limit limit = new Limit("sinceTest", Comparison.ABOVE, rules.testMillis() / 86_400_000.0, "d", Source.STANDARD);
        Explanation why = new Explanation(RULE, rules.version(), List.of(item), List.of(limit));
        return Optional.of(new Raised(Finding.of(AlertKind.MISSED_TEST, Priority.P4, device, nowMillis, why)));
    }
}
