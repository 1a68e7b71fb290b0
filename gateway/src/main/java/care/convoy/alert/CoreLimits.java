package care.convoy.alert;

/**
 * How much the core may hold. All members of a log use the same limits, for they decide what happens; a change needs a
 * snapshot and a common restart.
 *
 * @param openAlerts beyond nine tenths of it only P1 opens alerts, beyond it nobody: the signal is refused with
 *     {@link Outcome.Reason#FULL} and the device repeats
 * @param tasks beyond it a new task is refused with {@link Outcome.Reason#FULL}
 * @param knownSignals remembered signal keys; the oldest is forgotten, and its repeat then counts as a new press
 * @param knownSignalsPerDevice the same within one device, so that one device cannot make the core forget others
 * @param formerAlerts remembered last alerts of residents; the oldest is forgotten, and a new alert then has no link
 * @param answeredCommands remembered answers to operators; the oldest is forgotten
 * @param deviceTests devices on test at once; beyond it {@link Outcome.Reason#FULL}
 * @param endedAlerts resolved alerts kept until they are closed; beyond it the oldest closes by itself
 * @param notesPerAlert beyond it a note is refused with {@link Outcome.Reason#TOO_MANY_NOTES}
 * @param timelineEntries kept per alert, at least twice the notes: beyond it the oldest entry goes that is neither a note
 *     nor among the first 16; the database keeps all
 * @param intents what devices are still to be told; from nine tenths on an order is refused with
 *     {@link Outcome.Reason#FULL}, and beyond it the one that would expire first gives way
 */
public record CoreLimits(
        int openAlerts,
        int tasks,
        int knownSignals,
        int knownSignalsPerDevice,
        int formerAlerts,
        int answeredCommands,
        int deviceTests,
        int endedAlerts,
        int notesPerAlert,
        int timelineEntries,
        int intents) {
    private static final int USUAL_INTENTS = 50_000;

    public CoreLimits {
        if (openAlerts < 1 || tasks < 1 || knownSignals < 1 || knownSignalsPerDevice < 1 || formerAlerts < 1) {
            throw new IllegalArgumentException("core limits: each is 1 or more");
        }
        if (deviceTests < 1 || endedAlerts < 1 || intents < 1) {
            throw new IllegalArgumentException("core limits: each is 1 or more");
        }
        if (answeredCommands < 1 || notesPerAlert < 1 || timelineEntries < 2 * notesPerAlert + 16) {
            throw new IllegalArgumentException("core limits: time line of at least 2 x notes + 16 entries");
        }
    }

    /** With room for as many intents as a county needs. */
    public CoreLimits(
            int openAlerts,
            int tasks,
            int knownSignals,
            int knownSignalsPerDevice,
            int formerAlerts,
            int answeredCommands,
            int deviceTests,
            int endedAlerts,
            int notesPerAlert,
            int timelineEntries) {
        this(
                openAlerts,
                tasks,
                knownSignals,
                knownSignalsPerDevice,
                formerAlerts,
                answeredCommands,
                deviceTests,
                endedAlerts,
                notesPerAlert,
                timelineEntries,
                USUAL_INTENTS);
    }

    /** The same with room for so many intents. */
    public CoreLimits withIntents(int most) {
        return new CoreLimits(
                openAlerts,
                tasks,
                knownSignals,
                knownSignalsPerDevice,
                formerAlerts,
                answeredCommands,
                deviceTests,
                endedAlerts,
                notesPerAlert,
                timelineEntries,
                most);
    }

    /** For a county of up to a few million devices. */
    public static CoreLimits standard() {
        return new CoreLimits(200_000, 200_000, 200_000, 64, 200_000, 10_000, 10_000, 20_000, 64, 256);
    }
}
