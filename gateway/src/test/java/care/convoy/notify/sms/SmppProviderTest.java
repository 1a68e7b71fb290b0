package care.convoy.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.notify.Message;
import care.convoy.notify.Told;
import care.convoy.notify.WordsForTests;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jsmpp.SMPPConstant;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.session.SMPPServerSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmppProviderTest {
    private static final String NUMBER = WordsForTests.NUMBER;

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();
    private volatile boolean durable = true;
    private MessageCentre centre;
    private SmppProvider provider;
    private SMPPServerSession session;

    @BeforeEach
    void bind() throws Exception {
        centre = new MessageCentre();
        provider = provider("secret");
        session = centre.awaitBound();
        awaitBound();
    }

    private SmppProvider provider(String password) {
        return new SmppProvider(
                        new SmppConfig("127.0.0.1", centre.port(), false, "convoy", password, "", "1069", 10),
                        WordsForTests.replies((key, report) -> {
                            if (!durable) {
                                return CompletableFuture.failedFuture(new IOException("no log"));
                            }
                            answered.add(key.step() + "/" + key.attempt() + " " + report);
                            return CompletableFuture.completedFuture(report);
                        }))
                .start();
    }

    @AfterEach
    void close() throws IOException {
        provider.close();
        centre.close();
    }

    private void awaitBound() throws InterruptedException {
        for (int tries = 0; !provider.isBound() && tries < 2_000; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(provider.isBound()).isTrue();
    }

    private static Message message(String text) {
        AlertId alert = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 1), 0);
        return new Message(new EffectKey(alert, 3, 1), Action.CALL, true, WordsForTests.recipient(), text, text, "");
    }

    private Told next() throws InterruptedException {
        return told.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void submitsChineseAndHearsItsReceiptInOtherDigits() throws Exception {
        centre.ids.add("1A2B");
        provider.send(message("【护航】王奶奶"), told::add);
        SubmitSm submitted = centre.await();
        assertThat(MessageCentre.text(submitted)).isEqualTo("【护航】王奶奶");
        assertThat(submitted.getDestAddress()).isEqualTo(NUMBER);
        assertThat(submitted.getSourceAddr()).isEqualTo("1069");
        assertThat(submitted.getDataCoding()).isEqualTo((byte) 8);
        assertThat(submitted.getRegisteredDelivery()).isEqualTo((byte) 1);
        assertThat(next()).isEqualTo(Told.TAKEN);

        centre.receipt(session, "6699", NUMBER, "ACCEPTD");
        centre.receipt(session, "6699", NUMBER, "DELIVRD");
        assertThat(next()).isEqualTo(Told.DELIVERED);
        centre.receipt(session, "6699", NUMBER, "DELIVRD");
        centre.receipt(session, "4711", NUMBER, "DELIVRD");
        assertThat(provider.repeatedReceipts()).isOne();
        assertThat(provider.unknownReceipts()).isOne();
        assertThat(told).isEmpty();
    }

    @Test
    void aLongTextArrivesWhenAllItsPartsDid() throws Exception {
        centre.ids.add("1");
        centre.ids.add("2");
        provider.send(message("护".repeat(100)), told::add);
        assertThat(centre.await().isUdhi()).isTrue();
        assertThat(centre.await().isUdhi()).isTrue();
        assertThat(next()).isEqualTo(Told.TAKEN);
        assertThat(provider.parts()).isEqualTo(2);
        centre.receipt(session, "1", NUMBER, "DELIVRD");
        centre.receipt(session, "2", NUMBER, "UNDELIV");
        assertThat(next()).isEqualTo(Told.UNREACHABLE);
    }

    @Test
    void anAnswerIsConfirmedWhenTheLogHasIt() throws Exception {
        centre.answer(session, "86" + NUMBER, " １ 马上去");
        assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("3/1 " + EffectReport.ACCEPTED);
        centre.answer(session, NUMBER, "2");
        assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("3/1 " + EffectReport.DECLINED);

        durable = false;
        assertThatThrownBy(() -> centre.answer(session, NUMBER, "1"))
                .isInstanceOfSatisfying(
                        NegativeResponseException.class,
                        refused -> assertThat(refused.getCommandStatus()).isEqualTo(SMPPConstant.STAT_ESME_RX_T_APPN));
        durable = true;
        centre.answer(session, NUMBER, "1");
        assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("3/1 " + EffectReport.ACCEPTED);
    }

    @Test
    void whatIsNoAnswerIsTakenAndChangesNothing() throws Exception {
        centre.answer(session, NUMBER, "谁呀");
        centre.answer(session, NUMBER, "10086");
        centre.answer(session, "13900000777", "1");
        centre.answer(session, NUMBER, "");
        assertThat(answered).isEmpty();
    }

    @Test
    void refusalsTellApartWhomToTryAgain() throws Exception {
        centre.status = SMPPConstant.STAT_ESME_RTHROTTLED;
        provider.send(message("1"), told::add);
        assertThat(next()).isEqualTo(Told.THROTTLED);
        centre.status = SMPPConstant.STAT_ESME_RINVDSTADR;
        provider.send(message("1"), told::add);
        assertThat(next()).isEqualTo(Told.UNREACHABLE);
        centre.status = SMPPConstant.STAT_ESME_RSUBMITFAIL;
        provider.send(message("1"), told::add);
        assertThat(next()).isEqualTo(Told.FAILED);
        centre.status = SMPPConstant.STAT_ESME_RSYSERR;
        provider.send(message("1"), told::add);
        assertThat(next()).isEqualTo(Told.DOWN);
    }

    @Test
    void aCentreThatGoesIsToldAtOnceAndBoundAgainWhenItComesBack() throws Exception {
        int port = centre.port();
        centre.close();
        for (int tries = 0; provider.isBound() && tries < 2_000; tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        provider.send(message("1"), told::add);
        assertThat(next()).isEqualTo(Told.DOWN);

        centre = new MessageCentre(port);
        centre.awaitBound();
        awaitBound();
        centre.ids.add("9");
        provider.send(message("又来"), told::add);
        assertThat(MessageCentre.text(centre.await())).isEqualTo("又来");
        assertThat(next()).isEqualTo(Told.TAKEN);
    }

    @Test
    void aWrongPasswordBindsNothing() throws Exception {
        try (SmppProvider wrong = provider("wrong")) {
            wrong.send(message("1"), told::add);
            assertThat(next()).isEqualTo(Told.DOWN);
            assertThat(wrong.isBound()).isFalse();
        }
        assertThat(centre.poll()).isNull();
    }
}
