package care.convoy.alertlog.emergency;

import care.convoy.alertlog.AlertLog;

/** A log that can be put out of use for a while: its core then decides nothing, and no timer of it runs. */
public interface PausableLog extends AlertLog {
    /** Begins to stop it; returns at once. Any thread. */
    void pause();

    /** Whether it was asked to pause and is at rest: everything that it decided has been told to its listeners. */
    boolean isPaused();

    /** Begins to start it again from what is on its disk; returns at once. Any thread. */
    void resume();
}
