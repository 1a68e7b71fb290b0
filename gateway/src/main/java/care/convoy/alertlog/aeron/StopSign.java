package care.convoy.alertlog.aeron;

import io.aeron.archive.client.ArchiveException;
import io.aeron.exceptions.ClientTimeoutException;
import io.aeron.exceptions.ConductorServiceTimeoutException;
import io.aeron.exceptions.DriverTimeoutException;
import java.io.IOException;
import org.agrona.ErrorHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the log has stopped for good, and decides which errors stop it. After an error of the disk nothing is tried
 * again: the system may have thrown the unwritten pages away, and a second sync would then report success. Any thread.
 */
final class StopSign {
    private static final Logger LOG = LoggerFactory.getLogger(StopSign.class);

    private final AlertLogCounters counters;
    private volatile boolean stopped;
    private volatile boolean closing;

    StopSign(AlertLogCounters counters) {
        this.counters = counters;
    }

    AlertLogCounters counters() {
        return counters;
    }

    boolean isUp() {
        return stopped;
    }

    /** The log is being closed: what its parts report from now on is no news. */
    void closing() {
        closing = true;
        stopped = true;
    }

    void stop(Throwable cause) {
        if (!closing) {
            LOG.error("log.stopped", cause);
        }
        stopped = true;
    }

    void stopBecauseAgentEnded() {
        if (!closing) {
            LOG.error("log.stopped reason=agentEnded");
        }
        stopped = true;
    }

    /** Hears the errors of the parts that write to disk. */
    ErrorHandler diskErrors() {
        return error -> {
            count(error);
            if (isFatal(error)) {
                stop(error);
            }
        };
    }

    /** Hears the errors of the parts that only move messages; a network that fails is not the end. */
    ErrorHandler transportErrors() {
        return error -> {
            count(error);
            if (error instanceof Error) {
                stop(error);
            }
        };
    }

    private void count(Throwable error) {
        counters.increment(AlertLogCounters.Count.ENGINE_ERRORS);
        if (!closing) {
            LOG.warn("log.engine.error", error);
        }
    }

    /** Whether the disk or the driver failed, or the process. */
    static boolean isFatal(Throwable error) {
        for (Throwable each = error; each != null; each = each.getCause()) {
            boolean disk = each instanceof IOException || isOutOfSpace(each);
            boolean driverGone = each instanceof DriverTimeoutException
                    || each instanceof ClientTimeoutException
                    || each instanceof ConductorServiceTimeoutException;
            if (disk || driverGone || each instanceof Error) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutOfSpace(Throwable error) {
        return error instanceof ArchiveException archive && archive.errorCode() == ArchiveException.STORAGE_SPACE;
    }
}
