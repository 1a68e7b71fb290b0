package care.convoy.ingest;

import care.convoy.alertlog.Receipt;
import java.util.concurrent.Executor;

/**
 * How a session hears what became of an alarm that it handed to the {@link Intake}. Exactly one of {@link #durable} and
 * {@link #notDurable} is called, once, on {@link #loop}, and never before {@link Intake#accept} has returned if the loop
 * queues what it is given, as event loops do.
 */
public interface Answer {
    /** The session's event loop. */
    Executor loop();

    /** The alarm is on disk: only now may the device be told so. */
    void durable(Receipt receipt);

    /**
     * The alarm could not be made durable: it must not be acknowledged, so that the device repeats it. It may take effect
     * all the same; a repeat is then recognised.
     */
    void notDurable();
}
