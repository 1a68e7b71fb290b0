package care.convoy.notify.sms;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsmpp.PDUStringException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.BroadcastSm;
import org.jsmpp.bean.CancelBroadcastSm;
import org.jsmpp.bean.CancelSm;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.QueryBroadcastSm;
import org.jsmpp.bean.QuerySm;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceSm;
import org.jsmpp.bean.SubmitMulti;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.BindRequest;
import org.jsmpp.session.BroadcastSmResult;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.QueryBroadcastSmResult;
import org.jsmpp.session.QuerySmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.Session;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.util.MessageId;
import org.jspecify.annotations.Nullable;

/** A message centre as jSMPP's server side makes it: takes what is submitted, and says what the test wants. */
public final class MessageCentre implements AutoCloseable, ServerMessageReceiverListener {
    private final SMPPServerSessionListener listener;
    private final BlockingQueue<SubmitSm> submitted = new LinkedBlockingQueue<>();
    private final List<SMPPServerSession> sessions = new CopyOnWriteArrayList<>();
    private final BlockingQueue<SMPPServerSession> bound = new LinkedBlockingQueue<>();
    private final Thread door;
    public final BlockingQueue<String> ids = new LinkedBlockingQueue<>();
    volatile int status;

    public MessageCentre() throws IOException {
        this(freePort());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    public MessageCentre(int port) throws IOException {
        listener = new SMPPServerSessionListener(port);
        door = Thread.ofPlatform().daemon().unstarted(this::accept);
        door.start();
    }

    public int port() {
        return listener.getPort();
    }

    private void accept() {
        while (true) {
            try {
                SMPPServerSession session = listener.accept();
                session.setMessageReceiverListener(this);
                BindRequest request = session.waitForBind(5_000);
                if (!"secret".equals(request.getPassword())) {
                    request.reject(SMPPConstant.STAT_ESME_RINVPASWD);
                    continue;
                }
                sessions.add(session);
                request.accept("centre");
                bound.add(session);
            } catch (TimeoutException | PDUStringException | IllegalStateException notBound) {
                // the next one
            } catch (IOException closed) {
                return;
            }
        }
    }

    public SMPPServerSession awaitBound() throws InterruptedException {
        SMPPServerSession session = bound.poll(20, TimeUnit.SECONDS);
        if (session == null) {
            throw new AssertionError("nobody bound");
        }
        return session;
    }

    public SubmitSm await() throws InterruptedException {
        SubmitSm next = submitted.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was submitted");
        }
        return next;
    }

    @Nullable
    SubmitSm poll() {
        return submitted.poll();
    }

    public static String text(SubmitSm message) {
        return new String(message.getShortMessage(), StandardCharsets.UTF_16BE);
    }

    public void receipt(SMPPServerSession session, String id, String from, String state) throws Exception {
        String words = "id:%s sub:001 dlvrd:001 submit date:2611231132 done date:2611231132 stat:%s err:000 text:"
                .formatted(id, state);
        deliver(session, from, words.getBytes(StandardCharsets.ISO_8859_1), true, Alphabet.ALPHA_DEFAULT);
    }

    public void answer(SMPPServerSession session, String from, String words) throws Exception {
        deliver(session, from, words.getBytes(StandardCharsets.UTF_16BE), false, Alphabet.ALPHA_UCS2);
    }

    private static void deliver(
            SMPPServerSession session, String from, byte[] words, boolean receipt, Alphabet alphabet) throws Exception {
        session.deliverShortMessage(
                "",
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                from,
                TypeOfNumber.UNKNOWN,
                NumberingPlanIndicator.ISDN,
                "1069",
                new ESMClass(
                        MessageMode.DEFAULT,
                        receipt ? MessageType.SMSC_DEL_RECEIPT : MessageType.DEFAULT,
                        GSMSpecificFeature.DEFAULT),
                (byte) 0,
                (byte) 0,
                new RegisteredDelivery(0),
                new GeneralDataCoding(alphabet),
                words);
    }

    @Override
    public SubmitSmResult onAcceptSubmitSm(SubmitSm message, SMPPServerSession source) throws ProcessRequestException {
        if (status != 0) {
            throw new ProcessRequestException("refused", status);
        }
        submitted.add(message);
        try {
            String id = ids.poll(20, TimeUnit.SECONDS);
            return new SubmitSmResult(new MessageId(id == null ? "0" : id), new OptionalParameter[0]);
        } catch (org.jsmpp.PDUStringException | InterruptedException impossible) {
            throw new ProcessRequestException("no id", SMPPConstant.STAT_ESME_RSYSERR);
        }
    }

    @Override
    public SubmitMultiResult onAcceptSubmitMulti(SubmitMulti message, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public QuerySmResult onAcceptQuerySm(QuerySm query, SMPPServerSession source) throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public void onAcceptReplaceSm(ReplaceSm replace, SMPPServerSession source) throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public void onAcceptCancelSm(CancelSm cancel, SMPPServerSession source) throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public BroadcastSmResult onAcceptBroadcastSm(BroadcastSm broadcast, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public void onAcceptCancelBroadcastSm(CancelBroadcastSm cancel, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public QueryBroadcastSmResult onAcceptQueryBroadcastSm(QueryBroadcastSm query, SMPPServerSession source)
            throws ProcessRequestException {
        throw unknown();
    }

    @Override
    public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
        throw unknown();
    }

    private static ProcessRequestException unknown() {
        return new ProcessRequestException("not here", SMPPConstant.STAT_ESME_RINVCMDID);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        sessions.forEach(SMPPServerSession::close);
        door.interrupt();
    }
}
