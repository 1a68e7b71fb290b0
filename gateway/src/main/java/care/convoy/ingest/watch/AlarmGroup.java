package care.convoy.ingest.watch;

import care.convoy.alertlog.Receipt;
import care.convoy.ingest.Answer;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.watch.DownFrame.Address;
import java.util.concurrent.Executor;

/**
 * The signals of one alarm frame on their way to the log. The frame is answered once all of them are durable; if one is not,
 * it is not answered, so that the watch repeats all of it. Confined to the connection's loop.
 */
final class AlarmGroup implements Answer {
    private final WatchSession session;
    private final WatchParts parts;
    private final WatchLine line;
    private final Address address;
    private final Reply reply;
    private int open;
    private boolean failed;

    AlarmGroup(WatchSession session, WatchParts parts, WatchLine line, Address address, Reply reply) {
        this.session = session;
        this.parts = parts;
        this.line = line;
        this.address = address;
        this.reply = reply;
    }

    /** One more signal was taken. */
    void waits() {
        open++;
        line.waits(1);
    }

    /** A signal was not taken. */
    void refused() {
        failed = true;
        parts.counters().reject(Reject.NOT_DURABLE);
    }

    @Override
    public Executor loop() {
        return session.loop();
    }

    @Override
    public void durable(Receipt receipt) {
        line.waits(-1);
        open--;
        // a watch that is on another connection by now repeats its alarm there
        if (open == 0 && !failed && session.isOpen()) {
            session.send(address, reply);
            parts.watches().add(WatchCounters.Count.ALARMS_ANSWERED);
        }
    }

    @Override
    public void notDurable() {
        line.waits(-1);
        open--;
        failed = true;
        parts.counters().reject(Reject.NOT_DURABLE);
    }
}
