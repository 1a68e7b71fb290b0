package care.convoy.alertlog.aeron;

import io.aeron.exceptions.TimeoutException;
import java.util.Arrays;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentTerminationException;

/**
 * Hears the consensus module's errors. One that it meets while it loads its half of a snapshot ends the start, and lets the
 * next one pass the snapshot over, as the service does for its own half. Any thread.
 */
final class ModuleErrors implements ErrorHandler {
    private static final String AGENT = "io.aeron.cluster.ConsensusModuleAgent";
    private static final String LOADING = "loadSnapshot";

    private final LogDirectory directory;
    private final StopSign stopSign;
    private final ErrorHandler others;

    ModuleErrors(LogDirectory directory, StopSign stopSign) {
        this.directory = directory;
        this.stopSign = stopSign;
        this.others = stopSign.diskErrors();
    }

    @Override
    public void onError(Throwable error) {
        // a log that is being stopped ends what it is reading, and that looks like a snapshot that is cut off
        boolean wasUp = stopSign.isUp();
        others.onError(error);
        if (!wasUp && isDamage(error)) {
            directory.distrustLastSnapshot();
            stopSign.stop(error);
        }
    }

    /** Aeron has no exception of its own for it, so where it was thrown tells. A disk or driver that fails is no damage. */
    private static boolean isDamage(Throwable error) {
        return !StopSign.isFatal(error)
                && !(error instanceof TimeoutException)
                && !(error instanceof AgentTerminationException)
                && Arrays.stream(error.getStackTrace())
                        .anyMatch(at -> at.getClassName().equals(AGENT)
                                && at.getMethodName().equals(LOADING));
    }
}
