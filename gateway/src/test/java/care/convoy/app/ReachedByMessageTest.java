package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.escalation.CountyPolicy;
import care.convoy.notify.sms.MessageCentre;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.session.SMPPServerSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a press that nobody takes to a neighbour's telephone and back: a whole gateway, and a message centre over its port. */
class ReachedByMessageTest {
    private static final CountyPolicy SOON =
            CountyPolicy.standard().with("p1.ring1=1").withAmbulance(false);
    private static final String NEIGHBOUR = "13900001187";
    private static final String DOCTOR = "13900001188";

    @TempDir
    Path temporary;

    @Test
    void whoAnswersYesComesAndTheOtherIsToldSo() throws Exception {
        try (MessageCentre centre = new MessageCentre();
                RunningGateway running = RunningGateway.reaching(
                        Files.createDirectory(temporary.resolve("data")), SOON, channels(centre.port()))) {
            SMPPServerSession session = centre.awaitBound();
            for (int number = 1; number <= 3; number++) {
                centre.ids.add("A" + number);
            }
            pressed(running);

            Map<String, String> asked = new HashMap<>();
            for (int number = 1; number <= 2; number++) {
                SubmitSm message = centre.await();
                asked.put(message.getDestAddress(), MessageCentre.text(message));
            }
            assertThat(asked).containsOnlyKeys(NEIGHBOUR, DOCTOR);
            assertThat(asked.get(NEIGHBOUR)).matches("【护航】王老师\\d+:\\d\\d按了呼救键，还没有人应答。您现在能去看看吗？能去回1，不能去回2。");

            centre.receipt(session, "161", NEIGHBOUR, "DELIVRD");
            centre.receipt(session, "162", NEIGHBOUR, "DELIVRD");
            centre.answer(session, NEIGHBOUR, "1");
            assertThat(said(running)).contains("CALL c1 ACCEPTED");
            SubmitSm informed = centre.await();
            assertThat(informed.getDestAddress()).isEqualTo(DOCTOR);
            assertThat(MessageCentre.text(informed)).isEqualTo("【护航】王老师的求助已有人前往，您不必再去了，谢谢您。");
            assertThat(alert(running).progress()).isEqualTo(AlertState.RESPONDING);
            await(() -> said(running).contains("CALL c1 DELIVERED"));
        }
    }

    private ChannelsFile channels(int port) throws Exception {
        Files.writeString(temporary.resolve("sms.password"), "secret\n");
        Path file = temporary.resolve("channels.json");
        Files.writeString(file, """
                { "signature": "护航",
                  "sms": { "host": "127.0.0.1", "port": %d, "systemId": "convoy", "passwordFile": "sms.password",
                           "sender": "1069" } }""".formatted(port));
        return ChannelsFile.read(file);
    }

    private static void pressed(RunningGateway running) throws Exception {
        assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120))).isTrue();
        running.provision();
        running.gateway
                .store()
                .importContacts(("resident_id,contact_id,name,role,ring,phone,capabilities,channels,hours\n"
                                + "r1,c1,周秀芬,neighbour,1," + NEIGHBOUR + ",key,sms,\n"
                                + "r1,c2,陈医生,village_doctor,1," + DOCTOR + ",medical,sms,\n")
                        .getBytes(StandardCharsets.UTF_8));
        running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");
    }

    private static AlertView alert(RunningGateway running) {
        return running.gateway.board().open().iterator().next();
    }

    private static List<String> said(RunningGateway running) {
        return alert(running).timeline().stream()
                .map(AlertView.TimelineEntry::event)
                .filter(Event.EffectReported.class::isInstance)
                .map(Event.EffectReported.class::cast)
                .map(told -> told.effect().action() + " " + told.effect().contact() + " " + told.report())
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int look = 0; look < 600 && !condition.getAsBoolean(); look++) {
            never.await(50, TimeUnit.MILLISECONDS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
