package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.escalation.CountyPolicy;
import care.convoy.notify.mail.MailPeer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a press that nobody takes to a mailbox: a whole gateway, and aiosmtpd with STARTTLS and a login. */
class ReachedByMailTest {
    private static final CountyPolicy SOON =
            CountyPolicy.standard().with("p1.message=1").withAmbulance(false);

    @TempDir
    Path temporary;

    @BeforeEach
    void need() throws Exception {
        String missing = MailPeer.missing();
        Assumptions.assumeTrue(missing == null, missing);
    }

    @Test
    void aMailArrivesAndBringsNobodyAndARefusedOneIsUnreachable() throws Exception {
        try (MailPeer peer = new MailPeer(Files.createDirectory(temporary.resolve("peer")), "starttls");
                RunningGateway running = RunningGateway.reaching(
                        Files.createDirectory(temporary.resolve("data")), SOON, channels(peer.port()))) {
            pressed(running);

            JsonNode mail = peer.await();
            assertThat(mail.get("to").toString()).isEqualTo("[\"zhou@example.org\"]");
            assertThat(mail.get("encrypted").asBoolean()).isTrue();
            assertThat(MailPeer.head(mail, "Subject")).isEqualTo("紧急求助，请马上查看");
            assertThat(mail.get("text").asText().strip())
                    .matches("【护航】王老师\\d+:\\d\\d按了呼救键，还没有人应答。您现在能去看看吗？能去请电话告知0731-80000000");
            await(() -> said(running).contains("MESSAGE c1 DELIVERED"));
            await(() -> said(running).contains("MESSAGE c2 UNREACHABLE"));
            assertThat(alert(running).progress())
                    .as("nobody has said that they come")
                    .isNotEqualTo(AlertState.RESPONDING);
        }
    }

    private ChannelsFile channels(int port) throws Exception {
        Files.writeString(temporary.resolve("smtp.password"), MailPeer.PASSWORD + "\n");
        Path file = temporary.resolve("channels.json");
        Files.writeString(file, """
                { "signature": "护航", "callBack": "0731-80000000",
                  "mail": { "host": "127.0.0.1", "port": %d, "user": "convoy", "passwordFile": "smtp.password",
                            "authority": "peer/authority.pem", "from": "alarm@convoy.example" } }""".formatted(port));
        return ChannelsFile.read(file);
    }

    private static void pressed(RunningGateway running) throws Exception {
        assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120))).isTrue();
        running.provision();
        running.gateway
                .store()
                .importContacts(("resident_id,contact_id,name,role,ring,mail,capabilities,channels,hours\n"
                                + "r1,c1,周秀芬,post_a,1,zhou@example.org,key,mail,\n"
                                + "r1,c2,陈医生,post_b,1,unknown@example.org,medical,mail,\n")
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
