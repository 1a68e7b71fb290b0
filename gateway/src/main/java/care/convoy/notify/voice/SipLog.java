package care.convoy.notify.voice;

import gov.nist.core.StackLogger;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where JAIN SIP's own log goes: nowhere, but for what is fatal. It writes whole messages, with numbers of people, and an error for each datagram of
 * a stranger. JAIN SIP makes it by its name.
 */
public final class SipLog implements StackLogger {
    private static final Logger LOG = LoggerFactory.getLogger(SipLog.class);

    @Override
    public void logFatalError(String message) {
        LOG.error("JAIN SIP: {}", message);
    }

    @Override
    public void logStackTrace() {
        // not kept
    }

    @Override
    public void logStackTrace(int traceLevel) {
        // not kept
    }

    @Override
    public int getLineCount() {
        return 0;
    }

    @Override
    public void logException(Throwable ex) {
        // not kept
    }

    @Override
    public void logDebug(String message) {
        // not kept
    }

    @Override
    public void logDebug(String message, Exception ex) {
        // not kept
    }

    @Override
    public void logTrace(String message) {
        // not kept
    }

    @Override
    public void logError(String message) {
        // not kept
    }

    @Override
    public void logError(String message, Exception ex) {
        // not kept
    }

    @Override
    public void logWarning(String message) {
        // not kept
    }

    @Override
    public void logInfo(String message) {
        // not kept
    }

    @Override
    public boolean isLoggingEnabled() {
        return false;
    }

    @Override
    public boolean isLoggingEnabled(int logLevel) {
        return false;
    }

    @Override
    public void disableLogging() {
        // it is
    }

    @Override
    public void enableLogging() {
        // it stays off
    }

    @Override
    public void setBuildTimeStamp(String buildTimeStamp) {
        // not kept
    }

    @Override
    public void setStackProperties(Properties stackProperties) {
        // nothing to be set
    }

    @Override
    public String getLoggerName() {
        return SipLog.class.getName();
    }
}
