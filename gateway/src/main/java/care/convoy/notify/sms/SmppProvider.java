package care.convoy.notify.sms;

import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.Message;
import care.convoy.notify.Provider;
import care.convoy.notify.Replies;
import care.convoy.notify.Told;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.AlertNotification;
import org.jsmpp.bean.Alphabet;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.GSMSpecificFeature;
import org.jsmpp.bean.GeneralDataCoding;
import org.jsmpp.bean.MessageMode;
import org.jsmpp.bean.MessageType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SMSCDeliveryReceipt;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.MessageReceiverListener;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.Session;
import org.jsmpp.util.InvalidDeliveryReceiptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends short messages by a message centre and hears receipts and answers. An answer is confirmed to the centre when the log
 * has it, and not before: else the centre says it again.
 */
public final class SmppProvider implements Provider {
    private static final Logger LOG = LoggerFactory.getLogger(SmppProvider.class);
    private static final long ANSWER_WITHIN_SECONDS = 5;
    private static final int REFERENCES = 256;

    private final SmppConfig config;
    private final Replies replies;
    private final SmppLink link;
    private final Receipts receipts = new Receipts();
    private final AtomicInteger references = new AtomicInteger();
    private final LongAdder parts = new LongAdder();
    private final ExecutorService submitting = Executors.newVirtualThreadPerTaskExecutor();

    public SmppProvider(SmppConfig config, Replies replies) {
        this.config = config;
        this.replies = replies;
        this.link = new SmppLink(config, new Listener());
    }

    /** Begins to connect; it goes on for as long as this is open. */
    public SmppProvider start() {
        link.start();
        return this;
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.SMS;
    }

    @Override
    public String name() {
        return "sms";
    }

    @Override
    public int lines() {
        return config.window();
    }

    @Override
    public void send(Message message, Consumer<Told> told) {
        SMPPSession session = link.session();
        if (session == null) {
            told.accept(Told.DOWN);
            return;
        }
        try {
            submitting.execute(() -> submit(session, message, told));
        } catch (RejectedExecutionException closed) {
            told.accept(Told.DOWN);
        }
    }

    /** A blank keeps the link apart for telephones that make something of it to be touched. */
    private static String written(Message message) {
        return message.link().isEmpty() ? message.text() : message.text() + " " + message.link();
    }

    private void submit(SMPPSession session, Message message, Consumer<Told> told) {
        List<byte[]> all = Parts.of(written(message), references.getAndIncrement() % REFERENCES);
        String number = message.to().address();
        Receipts.Sent sent = new Receipts.Sent(all.size(), told);
        try {
            for (byte[] part : all) {
                receipts.sent(submit(session, number, part, all.size() > 1), number, sent);
                parts.increment();
            }
            told.accept(Told.TAKEN);
        } catch (NegativeResponseException refused) {
            LOG.warn(
                    "message centre refuses {} with command_status {}", message.key(), hex(refused.getCommandStatus()));
            told.accept(meaning(refused.getCommandStatus()));
        } catch (ResponseTimeoutException | InvalidResponseException | IOException unanswered) {
            LOG.warn("message centre does not answer for {}: {}", message.key(), unanswered.toString());
            told.accept(Told.DOWN);
        } catch (PDUException | RuntimeException notOne) {
            LOG.warn(
                    "{} cannot be a short message: {}",
                    message.key(),
                    notOne.getClass().getSimpleName());
            told.accept(Told.UNREACHABLE);
        }
    }

    private String submit(SMPPSession session, String number, byte[] part, boolean concatenated)
            throws PDUException, ResponseTimeoutException, InvalidResponseException, NegativeResponseException,
                    IOException {
        return session.submitShortMessage(
                        "",
                        TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.ISDN,
                        config.sender(),
                        number.startsWith("+") ? TypeOfNumber.INTERNATIONAL : TypeOfNumber.UNKNOWN,
                        NumberingPlanIndicator.ISDN,
                        number.replaceAll("\\D", ""),
                        new ESMClass(
                                MessageMode.DEFAULT,
                                MessageType.DEFAULT,
                                concatenated ? GSMSpecificFeature.UDHI : GSMSpecificFeature.DEFAULT),
                        (byte) 0,
                        (byte) 1,
                        null,
                        null,
                        new RegisteredDelivery(SMSCDeliveryReceipt.SUCCESS_FAILURE),
                        (byte) 0,
                        new GeneralDataCoding(Alphabet.ALPHA_UCS2),
                        (byte) 0,
                        part,
                        new OptionalParameter[0])
                .getMessageId();
    }

    /** What a command_status means for one message (SMPP 3.4 clause 5.1.3). */
    static Told meaning(int commandStatus) {
        return switch (commandStatus) {
            case SMPPConstant.STAT_ESME_RTHROTTLED, SMPPConstant.STAT_ESME_RMSGQFUL -> Told.THROTTLED;
            case SMPPConstant.STAT_ESME_RINVDSTADR,
                    SMPPConstant.STAT_ESME_RINVDSTTON,
                    SMPPConstant.STAT_ESME_RINVDSTNPI -> Told.UNREACHABLE;
            case SMPPConstant.STAT_ESME_RINVBNDSTS, SMPPConstant.STAT_ESME_RSYSERR -> Told.DOWN;
            default -> Told.FAILED;
        };
    }

    private static String hex(int status) {
        return "0x%08x".formatted(status);
    }

    private final class Listener implements MessageReceiverListener {
        @Override
        public void onAcceptDeliverSm(DeliverSm delivered) throws ProcessRequestException {
            if (delivered.isSmscDeliveryReceipt()) {
                receipt(delivered);
            } else {
                answer(delivered);
            }
        }

        @Override
        public void onAcceptAlertNotification(AlertNotification notification) {
            // a telephone can be reached again; nothing waits for that
        }

        @Override
        public DataSmResult onAcceptDataSm(DataSm data, Session source) throws ProcessRequestException {
            throw new ProcessRequestException("data_sm is not used", SMPPConstant.STAT_ESME_RINVCMDID);
        }
    }

    private void receipt(DeliverSm delivered) {
        try {
            DeliveryReceipt receipt = delivered.getShortMessageAsDeliveryReceipt();
            Told state = state(receipt);
            if (receipt.getId() != null && state != null) {
                receipts.receipt(receipt.getId(), delivered.getSourceAddr(), state);
            }
        } catch (InvalidDeliveryReceiptException | RuntimeException unreadable) {
            LOG.warn("a receipt cannot be read: {}", unreadable.getClass().getSimpleName());
        }
    }

    private static @Nullable Told state(DeliveryReceipt receipt) {
        if (receipt.getFinalStatus() == null) {
            return null;
        }
        return switch (receipt.getFinalStatus()) {
            case DELIVRD -> Told.DELIVERED;
            case UNDELIV, REJECTD -> Told.UNREACHABLE;
            case EXPIRED, DELETED, UNKNOWN -> Told.FAILED;
            case ENROUTE, ACCEPTD -> null;
        };
    }

    private void answer(DeliverSm delivered) throws ProcessRequestException {
        byte[] words = delivered.getShortMessage() == null ? new byte[0] : delivered.getShortMessage();
        boolean ucs2 = delivered.getDataCoding() == Alphabet.ALPHA_UCS2.value();
        String text = new String(words, ucs2 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        try {
            replies.heard(delivered.getSourceAddr(), text)
                    .toCompletableFuture()
                    .get(ANSWER_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notYet) {
            throw new ProcessRequestException("not durable; say it again", SMPPConstant.STAT_ESME_RX_T_APPN);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProcessRequestException("stopping; say it again", SMPPConstant.STAT_ESME_RX_T_APPN);
        }
    }

    /** Parts that the centre took: what is paid for. */
    public long parts() {
        return parts.sum();
    }

    /** Receipts about nothing that is known, or that came before the response. */
    public long unknownReceipts() {
        return receipts.unknown.sum();
    }

    /** Receipts that came once more. */
    public long repeatedReceipts() {
        return receipts.repeated.sum();
    }

    /** Whether a session is bound. */
    public boolean isBound() {
        return link.session() != null;
    }

    @Override
    public void close() {
        link.close();
        submitting.shutdownNow();
    }
}
