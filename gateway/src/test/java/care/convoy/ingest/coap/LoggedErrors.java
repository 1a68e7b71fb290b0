package care.convoy.ingest.coap;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** What the CoAP listener and the libraries below it log as an error, while it is open. Thread-safe. */
final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int FRAMES = 8;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    LoggedErrors() {
        start();
        root.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean ours = event.getLoggerName().startsWith("org.eclipse.californium")
                || event.getLoggerName().startsWith("care.convoy.ingest");
        if (ours && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            var thrown = event.getThrowableProxy();
            StringBuilder error = new StringBuilder(event.getFormattedMessage());
            if (thrown != null) {
                error.append(' ').append(thrown.getClassName());
                Stream.of(thrown.getStackTraceElementProxyArray())
                        .limit(FRAMES)
                        .forEach(frame -> error.append(' ').append(frame));
            }
            errors.add(error.toString());
        }
    }

    /** All so far, in their order. */
    List<String> all() {
        return List.copyOf(errors);
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
