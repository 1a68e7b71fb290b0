package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.escalation.CountyPolicy;
import care.convoy.escalation.EscalationStep;
import care.convoy.notify.voice.Baresip;
import care.convoy.notify.voice.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a press that nobody takes to two telephones that ring: a whole gateway, espeak-ng, and baresip over SIP. */
class ReachedByVoiceTest {
    private static final CountyPolicy SOON =
            CountyPolicy.standard().with("p1.ring1=1").withAmbulance(false);
    private static final String NEIGHBOUR = "13900001187";
    private static final String DOCTOR = "13900001188";

    @TempDir
    Path temporary;

    @BeforeEach
    void need() {
        String missing = Baresip.missing();
        Assumptions.assumeTrue(missing == null, missing);
        Assumptions.assumeTrue(
                Programs.isThere("espeak-ng"), "espeak-ng is not installed (Debian: apt-get install espeak-ng)");
    }

    @Test
    void whoPressesOneComesAndTheOtherTelephoneStopsRinging() throws Exception {
        try (Baresip phones = new Baresip(
                        Files.createDirectory(temporary.resolve("phones")), Map.of(NEIGHBOUR, true, DOCTOR, false));
                RunningGateway running = RunningGateway.reaching(
                        Files.createDirectory(temporary.resolve("data")), SOON, channels(phones.port()))) {
            pressed(running);
            phones.awaitLog("sip:" + DOCTOR + "@127.0.0.1:" + phones.port() + ": Incoming call");
            phones.awaitLog("Call established");
            TimeUnit.MILLISECONDS.sleep(500);
            phones.press(NEIGHBOUR, '1');

            await(() -> said(running).contains("CALL c1 ACCEPTED"));
            assertThat(alert(running).progress()).isEqualTo(AlertState.RESPONDING);
            phones.awaitLog("session closed: Connection reset by peer");
            // and is told why, in a call of its own
            await(() -> events(running).stream().anyMatch(ReachedByVoiceTest::informsTheDoctor));
            assertThat(said(running)).noneMatch(each -> each.startsWith("CALL c2"));
        }
    }

    private static boolean informsTheDoctor(Event event) {
        return event instanceof Event.EffectDue due
                && due.effect().action() == EscalationStep.Action.INFORM
                && due.effect().contact().equals("c2");
    }

    private ChannelsFile channels(int port) throws Exception {
        Path file = temporary.resolve("channels.json");
        Files.writeString(file, """
                { "signature": "护航", "callBack": "0731-80000000",
                  "voice": { "host": "127.0.0.1", "port": %d, "caller": "073180000000", "lines": 4 } }""".formatted(port));
        return ChannelsFile.read(file);
    }

    private static void pressed(RunningGateway running) throws Exception {
        assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120))).isTrue();
        running.provision();
        running.gateway
                .store()
                .importContacts(("resident_id,contact_id,name,role,ring,phone,capabilities,channels,hours\n"
                                + "r1,c1,周秀芬,neighbour,1," + NEIGHBOUR + ",key,voice,\n"
                                + "r1,c2,陈医生,village_doctor,1," + DOCTOR + ",medical,voice,\n")
                        .getBytes(StandardCharsets.UTF_8));
        running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");
    }

    private static AlertView alert(RunningGateway running) {
        return running.gateway.board().open().iterator().next();
    }

    private static List<Event.OfAlert> events(RunningGateway running) {
        return alert(running).timeline().stream()
                .map(AlertView.TimelineEntry::event)
                .toList();
    }

    private static List<String> said(RunningGateway running) {
        return events(running).stream()
                .filter(Event.EffectReported.class::isInstance)
                .map(Event.EffectReported.class::cast)
                .map(told -> told.effect().action() + " " + told.effect().contact() + " " + told.report())
                .toList();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int look = 0; look < 600 && !condition.getAsBoolean(); look++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
