package care.convoy.monitoring;

import care.convoy.vitals.Outcome;
import care.convoy.vitals.presence.Notice;

/** Takes what rules want of the world. On the monitor's thread. */
interface Outcomes {
    void take(Outcome outcome);

    void take(Notice notice);
}
