package care.convoy.effect;

import static care.convoy.effect.Telling.BAND;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.Intent.State;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.StandardPlan;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.Fate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is told when, how often, and what the log hears of it. */
class IntentDeliveryTest {
    @TempDir
    private Path folder;

    private Telling scene() {
        return new Telling(folder);
    }

    private static Command.Signal press() {
        return new Command.Signal(
                new SignalKey(BAND, 1, 1),
                Telling.START_MILLIS,
                Command.NO_TIME,
                new ResidentId("R1"),
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                StandardPlan.of(List.of(), false),
                List.of());
    }

    @Test
    void aConnectedDeviceIsToldAtOnceAndItsWordEndsIt() {
        Telling scene = scene();
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        Intent intent = scene.order(new Intent.Locate());

        assertThat(line.downlinks()).containsExactly(new Downlink.Locate(intent.id()));
        assertThat(line.sent.getFirst().validMillis()).isEqualTo(300_000);
        assertThat(scene.delivery().inFlight()).isEqualTo(1);
        scene.pass(1);
        line.says(line.downlinks().getFirst(), Fate.CONFIRMED);
        scene.pass(1);

        assertThat(scene.moves(intent)).containsExactly(State.ACKNOWLEDGED);
        assertThat(scene.delivery().inFlight()).isZero();
        assertThat(scene.delivery().pending()).isZero();
        scene.pass(600);
        assertThat(line.sent).hasSize(1);
    }

    @Test
    void aDeviceThatIsAwayIsToldWhenItComes() {
        Telling scene = scene();
        Intent intent = scene.order(new Intent.Measure());
        scene.pass(120);
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);

        assertThat(line.downlinks()).containsExactly(new Downlink.Measure(intent.id()));
        assertThat(line.sent.getFirst().validMillis()).isEqualTo(180_000);
    }

    @Test
    void nothingIsToldAfterItsTime() {
        Telling scene = scene();
        Intent intent = scene.order(new Intent.Ring());
        scene.answers = false;
        scene.pass(120);
        // the core cannot say so, and it is over all the same
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        scene.pass(60);
        assertThat(line.sent).isEmpty();
        scene.answers = true;
        scene.pass(1);

        assertThat(scene.moves(intent)).containsExactly(State.EXPIRED);
        assertThat(line.sent).isEmpty();
    }

    @Test
    void whatIsNotConfirmedIsRepeatedWithGrowingPausesUntilItIsOver() {
        Telling scene = scene();
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        Intent intent = scene.order(new Intent.Show(scene.words.seal(BAND, "医生就到")));
        scene.pass(3_700);

        assertThat(line.sent).extracting(sent -> sent.atMillis() / 1_000).startsWith(0L, 15L, 45L, 105L, 225L, 465L);
        assertThat(line.sent).last().matches(sent -> sent.atMillis() < 3_600_000);
        assertThat(line.downlinks()).containsOnly(new Downlink.Show(intent.id(), "医生就到"));
        assertThat(scene.moves(intent)).containsExactly(State.SENT, State.EXPIRED);
        assertThat(scene.delivery().inFlight()).isZero();
    }

    @Test
    void whatCannotBeConfirmedIsSentOnceOnEachConnection() {
        Telling scene = scene();
        Telling.Line first = scene.connect(BAND, Fate.SENT);
        AlertId alert = scene.claim(press());
        Intent intent = scene.core().intents().iterator().next();
        scene.pass(300);

        assertThat(first.downlinks())
                .containsExactly(new Downlink.Accepted(alert, Downlink.Accepted.By.OPERATOR, intent.id()));
        assertThat(scene.moves(intent)).containsExactly(State.SENT, State.SUPERSEDED);
        // the lease has lapsed: that somebody attends is no longer true
        scene.disconnect(BAND);
        assertThat(scene.connect(BAND, Fate.SENT).sent).isEmpty();

        scene.claim(press());
        Telling.Line second = scene.lines.get(BAND);
        assertThat(second.sent).hasSize(1);
        scene.disconnect(BAND);
        assertThat(scene.connect(BAND, Fate.SENT).sent).hasSize(1);
    }

    @Test
    void aDeviceThatComesBackIsToldAgainWithTheSameId() {
        Telling scene = scene();
        scene.connect(BAND, Fate.AWAITED);
        Intent intent = scene.order(new Intent.FallAlarm(true));
        scene.disconnect(BAND);
        scene.pass(3_600);
        Telling.Line line = scene.connect(BAND, Fate.CONFIRMED);
        scene.pass(1);

        assertThat(line.downlinks()).containsExactly(new Downlink.FallAlarm(intent.id(), true));
        assertThat(scene.moves(intent)).endsWith(State.ACKNOWLEDGED);
    }

    @Test
    void aGatewayThatDiedTellsWhatIsPending() {
        Telling scene = scene();
        Intent intent = scene.order(new Intent.SosNumbers(scene.words.sealNumbers(BAND, List.of("120", "110"))));
        scene.restartGateway();
        Telling.Line line = scene.connect(BAND, Fate.CONFIRMED);

        assertThat(line.downlinks()).containsExactly(new Downlink.SosNumbers(intent.id(), List.of("120", "110")));
        assertThat(scene.moves(intent)).containsExactly(State.ACKNOWLEDGED);
    }

    @Test
    void whatADeviceSaysIsReportedUntilTheLogAnswers() {
        Telling scene = scene();
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        Intent intent = scene.order(new Intent.Configure(60, 300, 600));
        scene.answers = false;
        line.says(line.downlinks().getFirst(), Fate.UNSUPPORTED);
        scene.pass(20);
        assertThat(scene.moves(intent)).isEmpty();
        assertThat(scene.delivery().counters().resubmitted()).isPositive();
        scene.answers = true;
        scene.pass(6);

        assertThat(scene.moves(intent)).containsExactly(State.UNSUPPORTED);
        assertThat(line.sent).hasSize(1);
    }

    @Test
    void repeatsGoOnWhileTheLogIsAway() {
        Telling scene = scene();
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        scene.order(new Intent.FallAlarm(false));
        scene.answers = false;
        scene.pass(50);

        assertThat(line.sent).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void anotherDeviceCannotConfirm() {
        Telling scene = scene();
        scene.connect(BAND, Fate.AWAITED);
        Telling.Line other = scene.connect(new DeviceId("other"), Fate.AWAITED);
        Intent intent = scene.order(new Intent.Ring());
        other.says(new Downlink.Ring(intent.id()), Fate.CONFIRMED);
        scene.pass(2);

        assertThat(scene.moves(intent)).isEmpty();
    }

    @Test
    void fourAreOnTheirWayToADeviceAndTheOthersWait() {
        Telling scene = scene();
        List<Intent.What> all = List.of(
                new Intent.Locate(),
                new Intent.Measure(),
                new Intent.Ring(),
                new Intent.FallAlarm(true),
                new Intent.Configure(60, 0, 0),
                new Intent.Show(scene.words.seal(BAND, "a")));
        all.forEach(scene::order);
        Telling.Line line = scene.connect(BAND, Fate.AWAITED);
        scene.pass(5);
        assertThat(line.sent).hasSize(4);
        assertThat(scene.delivery().counters().held()).isPositive();
        line.answer = Fate.CONFIRMED;
        line.says(line.downlinks().getFirst(), Fate.CONFIRMED);
        scene.pass(5);

        assertThat(line.downlinks().stream().map(Downlink::commandId).distinct())
                .hasSize(6);
    }

    @Test
    void aConnectionWithoutRoomIsTriedAgain() {
        Telling scene = scene();
        Telling.Line line = scene.connect(BAND, Fate.DROPPED);
        Intent intent = scene.order(new Intent.Locate());
        scene.pass(4);
        assertThat(line.sent).hasSize(1);
        line.answer = Fate.CONFIRMED;
        scene.pass(2);

        assertThat(scene.moves(intent)).containsExactly(State.ACKNOWLEDGED);
    }

    @Test
    void wordsThatDoNotOpenAreNotSentAndSaidToHaveFailed() {
        Telling scene = scene();
        Telling.Line line = scene.connect(BAND, Fate.CONFIRMED);
        Intent intent = scene.order(new Intent.Show(scene.words.seal(new DeviceId("other"), "a")));
        scene.pass(1);

        assertThat(line.sent).isEmpty();
        assertThat(scene.moves(intent)).containsExactly(State.FAILED);
    }

    @Test
    void whatTheEmergencyCoreSaysIsToldOnceToWhoIsConnected() {
        Telling scene = scene();
        Telling.Line line = scene.connect(BAND, Fate.SENT);
        AlertId alert = AlertId.of(new SignalKey(BAND, 1, 1), 0);
        Intent intent = new Intent(7, BAND, alert, new Intent.Resolved(), null, Telling.START_MILLIS + 1_000, false);
        scene.delivery()
                .provisional(List.of(), List.of(new CommittedEvent(1, 0, 1, new Event.Intended(alert, intent), null)));
        scene.pass(60);

        assertThat(line.downlinks())
                .singleElement()
                .isInstanceOfSatisfying(
                        Downlink.Resolved.class,
                        told -> assertThat(told.alert()).isEqualTo(alert));
        assertThat(scene.delivery().pending()).isZero();
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /**
     * Devices come and go, lose what they are told, are slow to answer; the log is away at times, the gateway dies. Each
     * intent comes to one end; while its device stays for long enough it is told; it is never told after its time.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyIntentComesToOneEndAndIsToldOnlyInItsTime(long seed) {
        Random random = new Random(seed);
        Telling scene = scene();
        List<Intent> all = new ArrayList<>();
        Map<Telling.Line, Integer> checked = new HashMap<>();
        List<DeviceId> devices = List.of(BAND, new DeviceId("b2"), new DeviceId("b3"));
        for (int step = 0; step < 300; step++) {
            DeviceId device = devices.get(random.nextInt(3));
            Telling.Line line = scene.lines.get(device);
            switch (random.nextInt(8)) {
                case 0 -> {
                    if (line == null) {
                        scene.connect(device, random.nextBoolean() ? Fate.AWAITED : Fate.SENT);
                    } else {
                        scene.disconnect(device);
                    }
                }
                case 1, 2 -> {
                    if (scene.answers) {
                        all.add(scene.order(device, what(random)));
                    }
                }
                case 3, 4 -> {
                    if (line != null && !line.sent.isEmpty()) {
                        line.says(line.downlinks().get(random.nextInt(line.sent.size())), fate(random));
                    }
                }
                case 5 -> scene.answers = random.nextInt(4) > 0;
                case 6 -> {
                    if (random.nextInt(8) == 0) {
                        scene.restartGateway();
                    }
                }
                default -> {}
            }
            scene.pass(random.nextInt(40) / 4.0);
            scene.lines.values().forEach(each -> checkTimes(each, all, checked));
        }
        scene.answers = true;
        scene.pass(8 * 24 * 36);
        devices.forEach(device -> scene.connect(device, Fate.CONFIRMED));
        scene.pass(10);

        assertThat(scene.core().intents()).isEmpty();
        assertThat(scene.delivery().pending()).isZero();
        assertThat(scene.delivery().inFlight()).isZero();
        for (Intent intent : all) {
            List<State> moves = scene.moves(intent);
            assertThat(moves.stream().filter(State::isEnd))
                    .as("%s: %s", intent, moves)
                    .hasSize(1);
            assertThat(moves.getLast().isEnd()).isTrue();
            assertThat(moves.stream().filter(state -> state == State.SENT)).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static void checkTimes(Telling.Line line, List<Intent> all, Map<Telling.Line, Integer> checked) {
        for (int i = checked.getOrDefault(line, 0); i < line.sent.size(); i++) {
            Telling.Sent sent = line.sent.get(i);
            Intent intent = all.stream()
                    .filter(each -> each.id() == sent.downlink().commandId())
                    .findFirst()
                    .orElseThrow();
            long left = intent.expiresAtMillis() - Telling.START_MILLIS - sent.atMillis();
            assertThat(left).isPositive();
            assertThat(sent.validMillis()).isLessThanOrEqualTo(left);
        }
        checked.put(line, line.sent.size());
    }

    private static Intent.What what(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Intent.Locate();
            case 1 -> new Intent.Measure();
            case 2 -> new Intent.Ring();
            default -> new Intent.FallAlarm(random.nextBoolean());
        };
    }

    private static Fate fate(Random random) {
        return List.of(Fate.CONFIRMED, Fate.REFUSED, Fate.FAILED, Fate.AWAITED, Fate.DROPPED)
                .get(random.nextInt(5));
    }
}
