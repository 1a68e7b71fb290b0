package care.convoy.vitals.presence;

import java.time.ZoneId;

/**
 * When a person who does nothing is worth a look.
 *
 * @param version of the rule book, 0 or more
 * @param zone the person's
 * @param fromHour the waking day begins, where nothing is learnt yet: local hour, 0 to 23
 * @param toHour the waking day ends: local hour, 1 to 24, after {@code fromHour}
 * @param quietMillis so long without activity, waking time alone, is a task for a call, 30 minutes to 24 hours
 * @param alertMillis so long is an alert, {@code quietMillis} to 48 hours
 * @param leastSteps fewer steps between two reports are no activity, 1 to 1,000
 * @throws IllegalArgumentException naming the member that is out of range
 */
public record InactivityRules(
        int version, ZoneId zone, int fromHour, int toHour, long quietMillis, long alertMillis, int leastSteps) {
    private static final long MINUTE = 60_000;
    private static final int DEPENDENT = 4;

    public InactivityRules {
        AreaRules.within("inactivity.version", version, 0, Integer.MAX_VALUE);
        AreaRules.within("inactivity.fromHour", fromHour, 0, 23);
        AreaRules.within("inactivity.toHour", toHour, fromHour + 1L, 24);
        AreaRules.within("inactivity.quietMillis", quietMillis, 30 * MINUTE, 1440 * MINUTE);
        AreaRules.within("inactivity.alertMillis", alertMillis, quietMillis, 2 * 1440 * MINUTE);
        AreaRules.within("inactivity.leastSteps", leastSteps, 1, 1_000);
    }

    /** An alert after half as long again as the task. */
    public InactivityRules(int version, ZoneId zone, int fromHour, int toHour, long quietMillis, int leastSteps) {
        this(version, zone, fromHour, toHour, quietMillis, quietMillis * 3 / 2, leastSteps);
    }

    /** 07:00 to 21:00; 4 hours, and 6 for an alert; 5 steps. */
    public static InactivityRules standard(ZoneId zone) {
        return new InactivityRules(1, zone, 7, 21, 240 * MINUTE, 5);
    }

    /** Until a task, half as long again in grade 4: who does not walk is not counted by steps. @param grade 0 if unknown */
    long quietMillis(int grade) {
        return grade >= DEPENDENT ? quietMillis * 3 / 2 : quietMillis;
    }

    /** Until an alert, a third longer in grade 3; in grade 4 never: somebody is with them, and steps say nothing of them. */
    long alertMillis(int grade) {
        return grade >= DEPENDENT ? Long.MAX_VALUE : grade == DEPENDENT - 1 ? alertMillis * 4 / 3 : alertMillis;
    }
}
