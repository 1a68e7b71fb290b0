package care.convoy.alertlog.emergency;

import care.convoy.alert.CoreState.Answered;
import care.convoy.alertlog.emergency.EmergencyJournal.Room;
import care.convoy.alertlog.emergency.JournalEntry.Kind;
import java.util.List;

/**
 * What a log that is only slow answers to persons after the emergency has begun: with each tick it is written into the
 * journal, to be known after a crash too. Bounded, so that it takes no room from alerts. Thread {@code emergency}.
 */
final class LaterAnswers {
    private static final int AT_ONCE = 256;
    /** Of 100 to 600 bytes each. */
    private static final int MOST = 2_048;

    private final KnownAlerts known;
    private long last;
    private int written;

    /** @param last the number of the latest answer that the emergency began with */
    LaterAnswers(KnownAlerts known, long last) {
        this.known = known;
        this.last = last;
    }

    /** Adds those that came since. @return whether there is something to be forced */
    boolean write(EmergencyCore core, EmergencyJournal journal, long nowMillis) {
        List<KnownAnswers.Numbered> since =
                known.answersSince(last).stream().limit(AT_ONCE).toList();
        if (since.isEmpty()) {
            return false;
        }
        last = since.getLast().number();
        List<Answered> fresh =
                core.learn(since.stream().map(KnownAnswers.Numbered::answered).toList());
        if (fresh.isEmpty() || written >= MOST) {
            return false;
        }
        written += fresh.size();
        return journal.add(Kind.ADOPTED, nowMillis, KnownFrame.encode(fresh), Room.KNOWN) != null;
    }
}
