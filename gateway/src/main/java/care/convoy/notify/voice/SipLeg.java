package care.convoy.notify.voice;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.RetryAfterHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP of one call that we make. Thread "voice".
 *
 * <pre>
 *  invite ─► CALLING ── 1xx ─► PROCEEDING ── 2xx, ACK ─► ANSWERED ── BYE of either ─► OVER
 *               └───────────────── 3xx to 6xx, no answer ───────────────────────────► OVER
 *  end: CALLING waits for the 1xx, then as PROCEEDING: CANCEL; a 2xx that crosses it is acknowledged and ended by BYE
 * </pre>
 */
final class SipLeg {
    private static final Logger LOG = LoggerFactory.getLogger(SipLeg.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_CHALLENGES = 2;

    /** Who hears how it goes; each is called on the thread "voice", nothing after {@link #over}. */
    interface Ear {
        /** The other side works on it. */
        void proceeding();

        /** @param audio null if nothing that we can speak was agreed upon */
        void answered(@Nullable Sdp audio);

        /** @param later whether it said when to try again */
        void refused(int status, boolean later);

        /** No answer at all to the INVITE. */
        void silent();

        void key(char key);

        /** Audio goes elsewhere now. */
        void moved(Sdp audio);

        /** Nothing of this call is left. */
        void over();
    }

    private enum State {
        CALLING,
        PROCEEDING,
        ANSWERED,
        OVER
    }

    private final SipTrunk trunk;
    private final Ear ear;
    private State state = State.CALLING;
    private boolean ending;
    private boolean byeSent;
    private int challenges;
    private String callId = "";
    private String description = "";
    private @Nullable ClientTransaction invite;
    private @Nullable Dialog dialog;
    private @Nullable Sdp early;

    SipLeg(SipTrunk trunk, Ear ear) {
        this.trunk = trunk;
        this.ear = ear;
    }

    /** Random letters for a tag, a branch, a nonce. */
    static String token() {
        byte[] bytes = new byte[8];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * Calls.
     *
     * @param number digits, perhaps + in front
     * @param offer our SDP
     * @throws SipException it could not be sent
     */
    void invite(String number, String offer) throws SipException {
        SipTrunk.Opened now = trunk.opened();
        VoiceConfig.Trunk config = trunk.config();
        description = offer;
        try {
            CallIdHeader id = now.provider().getNewCallId();
            callId = id.getCallId();
            SipURI to = now.addresses().createSipURI(number, config.domain());
            SipURI from = now.addresses().createSipURI(config.caller(), config.domain());
            Request request = now.messages()
                    .createRequest(
                            to,
                            Request.INVITE,
                            id,
                            now.headers().createCSeqHeader(1L, Request.INVITE),
                            now.headers().createFromHeader(now.addresses().createAddress(from), token()),
                            now.headers().createToHeader(now.addresses().createAddress(to), null),
                            List.of(via(now, config)),
                            now.headers().createMaxForwardsHeader(70));
            request.addHeader(trunk.contact());
            request.addHeader(trunk.allow());
            request.setContent(offer, sdpType());
            trunk.add(callId, this);
            send(request);
        } catch (ParseException | InvalidArgumentException impossible) {
            forget();
            throw new SipException("not a request", impossible);
        } catch (SipException | RuntimeException unsent) {
            forget();
            throw unsent instanceof SipException told ? told : new SipException("not sent", unsent);
        }
    }

    private static ViaHeader via(SipTrunk.Opened now, VoiceConfig.Trunk config)
            throws ParseException, InvalidArgumentException {
        return now.headers()
                .createViaHeader(now.local().getHostAddress(), now.port(), config.tcp() ? "tcp" : "udp", null);
    }

    private ContentTypeHeader sdpType() throws ParseException {
        return trunk.opened().headers().createContentTypeHeader("application", "sdp");
    }

    private void send(Request request) throws SipException {
        ClientTransaction transaction = trunk.opened().provider().getNewClientTransaction(request);
        invite = transaction;
        dialog = transaction.getDialog();
        transaction.sendRequest();
    }

    /** Ends it however far it is; {@link Ear#over} follows, in half a minute at the latest. */
    void end() {
        if (state == State.OVER || ending) {
            return;
        }
        ending = true;
        switch (state) {
            case CALLING, OVER -> {
                // CANCEL may go only after a provisional response (RFC 3261 clause 9.1)
            }
            case PROCEEDING -> cancel();
            case ANSWERED -> bye(dialog);
        }
    }

    /** Forgets it at once: the other side did not say in time that it is over. */
    void abandon() {
        try {
            if (invite != null && state != State.ANSWERED) {
                invite.terminate();
            }
        } catch (SipException | RuntimeException gone) {
            LOG.debug("a transaction was gone: {}", gone.toString());
        }
        finish();
    }

    private void cancel() {
        ClientTransaction calling = invite;
        if (calling == null) {
            return;
        }
        try {
            trunk.opened()
                    .provider()
                    .getNewClientTransaction(calling.createCancel())
                    .sendRequest();
        } catch (SipException | RuntimeException tooLate) {
            // what crosses it is ended when it comes
            LOG.debug("not cancelled: {}", tooLate.toString());
        }
    }

    private void bye(@Nullable Dialog with) {
        if (with == null) {
            return;
        }
        try {
            byeSent = true;
            with.sendRequest(trunk.opened().provider().getNewClientTransaction(with.createRequest(Request.BYE)));
        } catch (SipException | RuntimeException unsent) {
            LOG.debug("no BYE: {}", unsent.toString());
            finish();
        }
    }

    private void forget() {
        state = State.OVER;
        trunk.remove(callId);
    }

    private void finish() {
        if (state != State.OVER) {
            forget();
            ear.over();
        }
    }

    // ---- responses

    void response(ResponseEvent event) {
        Response response = event.getResponse();
        if (!(response.getHeader(CSeqHeader.NAME) instanceof CSeqHeader sequence) || state == State.OVER) {
            return;
        }
        int status = response.getStatusCode();
        switch (sequence.getMethod()) {
            case Request.INVITE -> inviteResponse(event, response, sequence.getSeqNumber());
            case Request.BYE -> {
                if (status >= 200 && !isChallengeMet(event.getClientTransaction(), response)) {
                    finish();
                }
            }
            default -> {
                // of a CANCEL: the INVITE's own follows
            }
        }
    }

    private void inviteResponse(ResponseEvent event, Response response, long sequence) {
        int status = response.getStatusCode();
        if (status < 200) {
            provisional(response);
        } else if (status < 300) {
            success(event, response, sequence);
        } else if (state == State.CALLING || state == State.PROCEEDING) {
            if (ending || !isChallengeMet(event.getClientTransaction(), response)) {
                forget();
                ear.refused(status, response.getHeader(RetryAfterHeader.NAME) != null);
                ear.over();
            }
        }
    }

    private void provisional(Response response) {
        if (state == State.CALLING) {
            state = State.PROCEEDING;
            if (ending) {
                cancel();
            } else {
                ear.proceeding();
            }
        }
        Sdp described = description(response);
        if (described != null) {
            early = described;
        }
    }

    private void success(ResponseEvent event, Response response, long sequence) {
        Dialog with = event.getDialog();
        if (with == null) {
            return;
        }
        acknowledge(with, sequence);
        if (state == State.ANSWERED) {
            if (!with.equals(dialog)) {
                // a second telephone took the same call: one is enough
                bye(with);
            }
            return;
        }
        state = State.ANSWERED;
        dialog = with;
        if (ending) {
            bye(with);
            return;
        }
        Sdp answer = description(response);
        ear.answered(answer == null && response.getRawContent() == null ? early : answer);
    }

    private static void acknowledge(Dialog with, long sequence) {
        try {
            with.sendAck(with.createAck(sequence));
        } catch (SipException | InvalidArgumentException | RuntimeException unsent) {
            LOG.debug("no ACK: {}", unsent.toString());
        }
    }

    private static @Nullable Sdp description(Message message) {
        return message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                        && type.getContentSubType().equalsIgnoreCase("sdp")
                        && message.getRawContent() != null
                ? Sdp.read(new String(message.getRawContent(), StandardCharsets.UTF_8))
                : null;
    }

    void timeout(@Nullable ClientTransaction transaction) {
        if (state == State.OVER || transaction == null) {
            return;
        }
        if (transaction.equals(invite) && state != State.ANSWERED) {
            State before = state;
            forget();
            if (before == State.CALLING) {
                ear.silent();
            }
            ear.over();
        } else if (byeSent && transaction.getRequest().getMethod().equals(Request.BYE)) {
            finish();
        }
    }

    /** JAIN SIP has ended a dialog, perhaps by itself. */
    void gone(Dialog ended) {
        if (state == State.ANSWERED && ended.equals(dialog)) {
            finish();
        }
    }

    // ---- proof of who we are

    /** Whether it was a challenge that we could answer; then the request is under way again. */
    private boolean isChallengeMet(@Nullable ClientTransaction challenged, Response response) {
        int status = response.getStatusCode();
        boolean proxy = status == Response.PROXY_AUTHENTICATION_REQUIRED;
        if ((!proxy && status != Response.UNAUTHORIZED)
                || challenged == null
                || trunk.config().user().isEmpty()) {
            return false;
        }
        Challenge challenge = Challenge.strongest(response, proxy);
        if (challenge == null || challenges >= (challenge.isStale() ? MOST_CHALLENGES : 1)) {
            return false;
        }
        challenges++;
        try {
            Request again = (Request) challenged.getRequest().clone();
            again.setHeader(trunk.opened()
                    .headers()
                    .createCSeqHeader(
                            ((CSeqHeader) again.getHeader(CSeqHeader.NAME)).getSeqNumber() + 1, again.getMethod()));
            again.removeHeader(ViaHeader.NAME);
            again.addFirst(via(trunk.opened(), trunk.config()));
            again.setHeader(challenge.proof(again, trunk));
            if (again.getMethod().equals(Request.INVITE)) {
                state = State.CALLING;
                send(again);
            } else {
                trunk.opened().provider().getNewClientTransaction(again).sendRequest();
            }
            return true;
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException unanswerable) {
            LOG.warn("a challenge of the trunk cannot be answered: {}", unanswerable.toString());
            return false;
        }
    }

    // ---- requests within the call

    void request(RequestEvent event) {
        Request request = event.getRequest();
        try {
            switch (request.getMethod()) {
                case Request.BYE -> {
                    answer(event, Response.OK, false);
                    if (event.getDialog().equals(dialog)) {
                        finish();
                    }
                }
                case Request.INFO -> info(event, request);
                case Request.INVITE -> again(event, request);
                case Request.ACK -> moved(description(request));
                case Request.OPTIONS -> answer(event, Response.OK, false);
                default -> answer(event, Response.METHOD_NOT_ALLOWED, false);
            }
        } catch (SipException | ParseException | InvalidArgumentException | RuntimeException unanswered) {
            // it is repeated, or the call ends in time
            LOG.debug("a {} is not answered: {}", request.getMethod(), unanswered.toString());
        }
    }

    private void info(RequestEvent event, Request request)
            throws SipException, ParseException, InvalidArgumentException {
        answer(event, Response.OK, false);
        if (request.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader type
                && request.getRawContent() != null
                && state == State.ANSWERED) {
            char key = Digits.ofInfo(
                    type.getContentSubType(), new String(request.getRawContent(), StandardCharsets.US_ASCII));
            if (key != Digits.NONE) {
                ear.key(key);
            }
        }
    }

    /** A re-INVITE: the same description as before; one without an offer gets it as ours. */
    private void again(RequestEvent event, Request request)
            throws SipException, ParseException, InvalidArgumentException {
        Sdp offered = description(request);
        if (request.getRawContent() != null && offered == null) {
            answer(event, Response.NOT_ACCEPTABLE_HERE, false);
            return;
        }
        answer(event, Response.OK, true);
        moved(offered);
    }

    private void moved(@Nullable Sdp audio) {
        if (audio != null && state == State.ANSWERED) {
            ear.moved(audio);
        }
    }

    private void answer(RequestEvent event, int status, boolean described)
            throws SipException, ParseException, InvalidArgumentException {
        ServerTransaction given = event.getServerTransaction();
        ServerTransaction transaction =
                given == null ? trunk.opened().provider().getNewServerTransaction(event.getRequest()) : given;
        Response response = trunk.opened().messages().createResponse(status, event.getRequest());
        if (described) {
            response.setContent(description, sdpType());
            response.setHeader(trunk.contact());
        }
        response.setHeader(trunk.allow());
        transaction.sendResponse(response);
    }
}
