package care.convoy.ingest.jt808;

import care.convoy.alert.AlertId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.ingest.Answer;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.jt808.Jt808Counters.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The alarms of one message on their way to the log. It is answered once all of them are durable; if one is not, it is not
 * answered, so that the device repeats it. Confined to the connection's loop.
 */
final class AlarmAnswer {
    private final Jt808Session session;
    private final Jt808Parts parts;
    private final Jt808Uplink uplink;
    private final Frame frame;
    private final List<Integer> confirmed = new ArrayList<>(1);
    private int open;
    private boolean failed;
    private boolean whole;

    AlarmAnswer(Jt808Session session, Jt808Parts parts, Jt808Uplink uplink, Frame frame) {
        this.session = session;
        this.parts = parts;
        this.uplink = uplink;
        this.frame = frame;
    }

    /** One more alarm goes to the log; the answer to it. @param whenDurable told what alert came of it, on the loop */
    Answer waiting(int bit, Consumer<@Nullable AlertId> whenDurable) {
        open++;
        uplink.waits(1);
        return new Answer() {
            @Override
            public Executor loop() {
                return session.loop();
            }

            @Override
            public void durable(Receipt receipt) {
                whenDurable.accept(receipt.outcome() instanceof Outcome.Done done ? done.alert() : null);
                uplink.waits(-1);
                open--;
                confirm(bit);
                answer();
            }

            @Override
            public void notDurable() {
                uplink.waits(-1);
                open--;
                fail();
            }
        };
    }

    /** The log did not take the alarm that was to wait. */
    void notTaken() {
        uplink.waits(-1);
        open--;
        fail();
    }

    /** There was no room for an alarm, or it could not be made durable. */
    void fail() {
        failed = true;
        parts.counters().reject(Reject.NOT_DURABLE);
    }

    /** The alarm is in the log: the device may clear its bit. */
    void confirm(int bit) {
        if (!confirmed.contains(bit)) {
            confirmed.add(bit);
        }
    }

    /** All of the message was looked at. */
    void complete() {
        whole = true;
        answer();
    }

    private void answer() {
        // a device that is on another connection by now repeats its alarm there
        if (!whole || open > 0 || failed || !session.isOpen()) {
            return;
        }
        session.answer(frame, Result.DONE);
        if (!confirmed.isEmpty()) {
            parts.events().add(Count.ALARMS_ANSWERED);
            confirmed.forEach(bit -> session.confirm(frame, bit));
        }
    }
}
