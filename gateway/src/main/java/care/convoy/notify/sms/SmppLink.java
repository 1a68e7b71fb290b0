package care.convoy.notify.sms;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.connection.socket.SSLSocketConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a session with the message centre bound: connects again after 1, 2, 4 and at last {@value #LONGEST_SECONDS} s, and asks every {@value #ENQUIRE_MILLIS}
 * ms of silence whether the centre is still there (enquire_link, SMPP 3.4 clause 4.11).
 */
final class SmppLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmppLink.class);
    private static final int ENQUIRE_MILLIS = 15_000;
    private static final int ANSWER_MILLIS = 8_000;
    private static final int BIND_MILLIS = 10_000;
    private static final int LONGEST_SECONDS = 30;

    private final SmppConfig config;
    private final MessageReceiverListener listener;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("smpp-link").daemon().unstarted(this::keepBound);
    private volatile @Nullable SMPPSession session;
    private volatile boolean closed;

    SmppLink(SmppConfig config, MessageReceiverListener listener) {
        this.config = config;
        this.listener = listener;
    }

    void start() {
        thread.start();
    }

    /** The bound session, or null. */
    @Nullable
    SMPPSession session() {
        SMPPSession now = session;
        return now != null && now.getSessionState() == SessionState.BOUND_TRX ? now : null;
    }

    private void keepBound() {
        int pause = 1;
        try {
            while (!closed) {
                if (session() == null) {
                    pause = bind() ? 1 : Math.min(2 * pause, LONGEST_SECONDS);
                }
                // a session that ends wakes this; so does the end
                var _ = news.tryAcquire(session() == null ? pause : LONGEST_SECONDS, TimeUnit.SECONDS);
                news.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean bind() {
        drop();
        SMPPSession fresh = config.tls() ? new SMPPSession(new SSLSocketConnectionFactory()) : new SMPPSession();
        fresh.setEnquireLinkTimer(ENQUIRE_MILLIS);
        fresh.setTransactionTimer(ANSWER_MILLIS);
        fresh.setMessageReceiverListener(listener);
        fresh.addSessionStateListener((now, before, source) -> {
            if (now == SessionState.CLOSED) {
                news.release();
            }
        });
        try {
            fresh.connectAndBind(
                    config.host(),
                    config.port(),
                    new BindParameter(
                            BindType.BIND_TRX,
                            config.systemId(),
                            config.password(),
                            config.systemType(),
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            null),
                    BIND_MILLIS);
            session = fresh;
            LOG.info("message centre bound");
            return true;
        } catch (IOException | RuntimeException refused) {
            LOG.warn("message centre not bound: {}", refused.toString());
            fresh.close();
            return false;
        }
    }

    private void drop() {
        SMPPSession old = session;
        session = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        news.release();
        thread.interrupt();
        SMPPSession now = session;
        session = null;
        if (now != null) {
            now.unbindAndClose();
        }
    }
}
