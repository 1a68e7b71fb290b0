package care.convoy.notify.voice;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;

/** Where JAIN SIP's trace of messages goes: nowhere; they hold numbers of people. JAIN SIP makes it by its name. */
public final class SipTrace implements ServerLogger {
    @Override
    public void closeLogFile() {
        // there is none
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
        // not kept
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender, long time) {
        // not kept
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, String status, boolean sender) {
        // not kept
    }

    @Override
    public void logException(Exception ex) {
        // not kept
    }

    @Override
    public void setStackProperties(Properties stackProperties) {
        // nothing to be set
    }

    @Override
    public void setSipStack(SipStack sipStack) {
        // nothing to be asked of it
    }
}
