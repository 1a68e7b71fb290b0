package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.escalation.CountyPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a press in a demo to the people who are played, and back to the case; and that nobody is called without a demo. */
class DemoCallsTest {
    private static final CountyPolicy SOON = CountyPolicy.standard()
            .with("p1.loud=1,p1.supervisor=1,p1.ring1=1,p1.ring2=1,p1.ring3=1,p1.message=1,p1.ambulance=1");

    @TempDir
    Path temporary;

    @Test
    void pressThatNobodyTakesCallsPeopleWhoArePlayed() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("demo"));
        try (RunningGateway running = RunningGateway.demo(data, SOON)) {
            pressed(running);
            await(() -> said(running).stream().anyMatch(line -> line.startsWith("REQUEST_AMBULANCE  ACCEPTED")));
            await(() -> said(running).stream().anyMatch(line -> line.startsWith("CALL c1 ")));
        }

        List<String> calls = Files.readAllLines(data.resolve("demo-calls.csv"));
        assertThat(calls.getFirst()).isEqualTo("time,alert,step,attempt,action,contact,channel");
        assertThat(calls)
                .anyMatch(line -> line.endsWith(",CALL,c1,VOICE"))
                .anyMatch(line -> line.endsWith(",CALL_SUPERVISOR,,VOICE"))
                .anyMatch(line -> line.endsWith(",REQUEST_AMBULANCE,,DISPATCH"));
    }

    @Test
    void withoutAChannelEveryWayIsUnreachableAtOnce() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("real"));
        try (RunningGateway running = RunningGateway.real(data, SOON)) {
            pressed(running);
            await(() -> said(running)
                    .containsAll(List.of(
                            "CALL c1 UNREACHABLE by VOICE",
                            "CALL c1 UNREACHABLE by SMS",
                            "REQUEST_AMBULANCE  UNREACHABLE by DISPATCH")));
            assertThat(running.gateway.effects().counters().executed()).isZero();
        }
        assertThat(data.resolve("demo-calls.csv")).doesNotExist();
    }

    private static void pressed(RunningGateway running) throws Exception {
        assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120))).isTrue();
        running.provision();
        running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");
    }

    /** What came of each effect, from the only alert's time line. */
    private static List<String> said(RunningGateway running) {
        return running.gateway.board().open().stream()
                .map(AlertView::timeline)
                .flatMap(List::stream)
                .map(AlertView.TimelineEntry::event)
                .filter(Event.EffectReported.class::isInstance)
                .map(Event.EffectReported.class::cast)
                .map(told -> told.effect().action() + " " + told.effect().contact() + " " + told.report() + " by "
                        + told.effect().channel())
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
