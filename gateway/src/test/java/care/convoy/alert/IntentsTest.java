package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.RESIDENT;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.sos;
import static care.convoy.alert.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.Intent.Kind;
import care.convoy.alert.Intent.State;
import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a device is to be told: by which events it begins, how it ends, and that it ends once. */
class IntentsTest {
    private final Scene scene = new Scene();

    // ---- what follows from the life of an alert

    @Test
    void claimTellsTheDeviceThatSomebodyAttends() {
        scene.hear(sos());
        assertThat(scene.core().intents()).isEmpty();
        scene.claim(LI);

        Intent intent = only();
        assertThat(intent.what()).isEqualTo(new Intent.Accepted(Intent.By.OPERATOR));
        assertThat(intent.device()).isEqualTo(BAND);
        assertThat(intent.alert()).isEqualTo(scene.alert().id());
        assertThat(intent.by()).isNull();
        assertThat(intent.expiresAtMillis()).isEqualTo(scene.nowMillis() + 30 * 60_000);
        assertThat(scene.events(Event.Intended.class)).containsExactly(new Event.Intended(intent.alert(), intent));
        assertThat(scene.alert().timeline().getLast().event()).isEqualTo(new Event.Intended(intent.alert(), intent));
    }

    @Test
    void whoComesIsToldAndTakesThePlaceOfWhoAttends() {
        scene.hear(sos());
        scene.claim(LI);
        Intent operator = only();
        scene.summon(LI, care.convoy.escalation.EscalationStep.Action.REQUEST_AMBULANCE);
        scene.report("", EffectReport.ACCEPTED);

        assertThat(only().what()).isEqualTo(new Intent.Accepted(Intent.By.AMBULANCE));
        assertThat(moves(operator)).containsExactly(State.SUPERSEDED);
    }

    @Test
    void anEndedCaseTellsThatAndNoLongerThatSomebodyAttends() {
        scene.hear(sos());
        scene.claim(LI);
        Intent accepted = only();
        scene.resolve(LI);

        Intent resolved = only();
        assertThat(resolved.what()).isEqualTo(new Intent.Resolved());
        assertThat(resolved.id()).isNotEqualTo(accepted.id());
        assertThat(moves(accepted)).containsExactly(State.SUPERSEDED);
        long version = scene.ended().version();
        scene.apply(new Command.ReportIntent(BAND, resolved.id(), State.ACKNOWLEDGED));

        assertThat(moves(resolved)).containsExactly(State.ACKNOWLEDGED);
        assertThat(scene.ended().version()).isEqualTo(version + 1);
        assertThat(scene.core().intents()).isEmpty();
    }

    @Test
    void anAbandonedCaseIsNotSaidToBeAttended() {
        scene.hear(sos());
        scene.claim(LI);
        Intent accepted = only();
        scene.release(LI);

        assertThat(scene.core().intents()).isEmpty();
        assertThat(moves(accepted)).containsExactly(State.SUPERSEDED);
    }

    @Test
    void aContactWhoComesIsStillToldWhenTheOperatorLeaves() {
        scene.hear(sos());
        scene.pass(61);
        scene.claim(LI);
        scene.report("key", EffectReport.ACCEPTED);
        scene.release(LI);

        assertThat(only().what()).isEqualTo(new Intent.Accepted(Intent.By.CONTACT));
    }

    @Test
    void aFurtherPressIsNotAnsweredByTheEndOfTheFormerCase() {
        scene.hear(sos());
        scene.claim(LI);
        scene.resolve(LI);
        Intent over = only();
        scene.hear(sos());

        assertThat(scene.core().intents()).isEmpty();
        assertThat(moves(over)).containsExactly(State.SUPERSEDED);
    }

    @Test
    void aCaseThatIsOpenedAgainIsNotSaidToBeOver() {
        scene.hear(sos());
        scene.claim(LI);
        scene.resolve(LI);
        scene.reopen(WANG, scene.ended().id());

        assertThat(scene.core().intents()).isEmpty();
    }

    // ---- orders

    @Test
    void anOrderIsOnTheCaseAndKnownAgain() {
        scene.hear(sos());
        Command.Order locate =
                new Command.Order(scene.id(WANG), BAND, scene.alert().id(), new Intent.Locate());
        Outcome first = scene.apply(locate);

        assertThat(first)
                .isEqualTo(new Outcome.Done(scene.alert().id(), scene.alert().version(), false));
        assertThat(only().by()).isEqualTo(WANG);
        assertThat(only().expiresAtMillis()).isEqualTo(scene.nowMillis() + 5 * 60_000);
        assertThat(scene.apply(locate))
                .isEqualTo(new Outcome.Done(scene.alert().id(), scene.alert().version(), true));
        assertThat(scene.core().intents()).hasSize(1);
        assertThat(reason(scene.apply(new Command.Order(locate.id(), BAND, locate.alert(), new Intent.Ring()))))
                .isEqualTo(Reason.KEY_REUSED);
    }

    @Test
    void anOrderWithoutACaseIsAnEventOfTheDevice() {
        order(null, new Intent.FallAlarm(true));
        Intent intent = only();
        assertThat(intent.alert()).isNull();
        assertThat(scene.events(Event.DeviceIntended.class)).containsExactly(new Event.DeviceIntended(intent));
        scene.pass(7 * 24 * 3_600);

        assertThat(scene.core().intents()).isEmpty();
        assertThat(scene.events(Event.DeviceIntentMoved.class))
                .containsExactly(new Event.DeviceIntentMoved(intent.id(), BAND, Kind.FALL_ALARM, State.EXPIRED));
    }

    @Test
    void anOrderForNoOpenCaseIsRefused() {
        AlertId never = AlertId.of(new care.convoy.device.SignalKey(BAND, 9, 9), 0);
        assertThat(reason(order(never, new Intent.Ring()))).isEqualTo(Reason.UNKNOWN_ALERT);
        scene.hear(sos());
        scene.claim(LI);
        scene.resolve(LI);
        assertThat(reason(order(scene.ended().id(), new Intent.Ring()))).isEqualTo(Reason.WRONG_STATE);
        assertThat(scene.core().intents()).hasSize(1);
    }

    @Test
    void whatAnAlertsLifeTellsIsNoOrder() {
        assertThatThrownBy(() -> new Command.Order(scene.id(LI), BAND, null, new Intent.Resolved()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Command.ReportIntent(BAND, 1, State.EXPIRED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(new Intent.Locate(), 300),
                Arguments.of(new Intent.Measure(), 300),
                Arguments.of(new Intent.Ring(), 120),
                Arguments.of(new Intent.CallBack(), 120),
                Arguments.of(new Intent.Show(words("m")), 3_600),
                Arguments.of(new Intent.Configure(60, 300, 0), 7 * 86_400),
                Arguments.of(new Intent.SosNumbers(words("120")), 7 * 86_400),
                Arguments.of(new Intent.FallAlarm(false), 7 * 86_400));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void eachOrderExpiresInItsTimeAndANewOneOfItsKindTakesItsPlace(Intent.What what, int seconds) {
        scene.hear(sos());
        order(scene.alert().id(), what);
        Intent first = only();
        scene.pass(1);
        order(scene.alert().id(), what);
        Intent second = only();
        assertThat(second.id()).isGreaterThan(first.id());
        assertThat(moves(first)).containsExactly(State.SUPERSEDED);

        scene.claim(LI);
        scene.renew(LI);
        scene.pass(seconds - 0.001);
        assertThat(scene.core().intents()).contains(second);
        scene.pass(0.001);
        assertThat(scene.core().intents()).doesNotContain(second);
        assertThat(moves(second)).containsExactly(State.EXPIRED);
    }

    // ---- reports

    @ParameterizedTest
    @EnumSource(
            value = State.class,
            names = {"ACKNOWLEDGED", "UNSUPPORTED", "REFUSED", "FAILED"})
    void aReportEndsItOnce(State end) {
        scene.hear(sos());
        order(scene.alert().id(), new Intent.Measure());
        Intent intent = only();
        assertThat(report(intent, State.SENT)).isEqualTo(new Outcome.Done(null, 0, false));
        assertThat(only().sent()).isTrue();
        assertThat(report(intent, State.SENT)).isEqualTo(new Outcome.Done(null, 0, true));
        assertThat(report(intent, end)).isEqualTo(new Outcome.Done(null, 0, false));
        assertThat(report(intent, end)).isEqualTo(new Outcome.Done(null, 0, true));
        assertThat(report(intent, State.SENT)).isEqualTo(new Outcome.Done(null, 0, true));
        scene.pass(600);

        assertThat(moves(intent)).containsExactly(State.SENT, end);
        assertThat(scene.core().intents()).isEmpty();
    }

    @Test
    void anotherDeviceCannotSpeakForIt() {
        order(null, new Intent.Locate());
        Intent intent = only();
        scene.apply(new Command.ReportIntent(new DeviceId("other"), intent.id(), State.ACKNOWLEDGED));

        assertThat(scene.core().intents()).containsExactly(intent);
    }

    @Test
    void aReportOfAClosedCaseIsAnEventOfTheDevice() {
        scene.hear(sos());
        scene.claim(LI);
        scene.resolve(LI);
        Intent intent = only();
        scene.close(LI, scene.ended().id());
        report(intent, State.ACKNOWLEDGED);

        assertThat(scene.events(Event.DeviceIntentMoved.class))
                .containsExactly(new Event.DeviceIntentMoved(intent.id(), BAND, Kind.RESOLVED, State.ACKNOWLEDGED));
    }

    // ---- bounds, ids, restarts

    @Test
    void ordersAreRefusedBeforeThereIsNoRoomAndTheLifeOfAnAlertIsNot() {
        Scene small = new Scene(new CoreLimits(10, 2, 100, 100, 2, 9, 4, 4, 4, 24).withIntents(10));
        for (int i = 0; i < 9; i++) {
            assertThat(small.apply(new Command.Order(small.id(LI), new DeviceId("d" + i), null, new Intent.Locate())))
                    .isInstanceOf(Outcome.Done.class);
            small.pass(1);
        }
        assertThat(reason(small.apply(new Command.Order(small.id(LI), BAND, null, new Intent.Ring()))))
                .isEqualTo(Reason.FULL);
        // what takes another's place needs no room
        assertThat(small.apply(new Command.Order(small.id(LI), new DeviceId("d8"), null, new Intent.Locate())))
                .isInstanceOf(Outcome.Done.class);
        small.hear(sos());
        small.claim(LI);
        small.apply(small.signal(new DeviceId("band-2"), new care.convoy.device.ResidentId("R2"), 1, sos()));
        AlertView second = small.core().open().stream()
                .filter(view -> !RESIDENT.equals(view.resident()))
                .findFirst()
                .orElseThrow();
        small.apply(new Command.Claim(small.id(LI), second.id(), second.version()));

        assertThat(small.core().intents()).hasSize(10);
        assertThat(small.events(Event.DeviceIntentMoved.class).getLast())
                .matches(moved -> moved.to() == State.EXPIRED && moved.device().equals(new DeviceId("d0")));
    }

    @Test
    void idsRiseAndBeginWithTheTime() {
        order(null, new Intent.Locate());
        long first = only().id();
        assertThat(first).isEqualTo(Scene.START_MILLIS / 1_000);
        order(null, new Intent.Ring());
        scene.restart();
        order(null, new Intent.Measure());

        assertThat(scene.core().intents()).extracting(Intent::id).containsExactly(first, first + 1, first + 2);
        scene.pass(100);
        order(null, new Intent.FallAlarm(true));
        assertThat(List.copyOf(scene.core().intents()).getLast().id()).isEqualTo(first + 100);
    }

    @Test
    void idsBeginAnewAfterTheLast() {
        CoreState.Intents last = new CoreState.Intents(Intent.MOST_IDS, List.of());
        CoreState state = scene.core().export();
        AlertCore core = AlertCore.restore(
                new CoreState(
                        state.clock(),
                        state.open(),
                        state.tasks(),
                        state.signals(),
                        state.formers(),
                        state.answered(),
                        state.tests(),
                        state.ended(),
                        last),
                CoreLimits.standard());
        core.apply(
                scene.nowMillis(),
                new Command.Order(scene.id(LI), BAND, null, new Intent.Locate()),
                (event, after) -> {});

        assertThat(core.intents()).singleElement().matches(intent -> intent.id() == 1);
    }

    @Test
    void aPendingOneSurvivesARestart() {
        scene.hear(sos());
        order(scene.alert().id(), new Intent.Show(words("m")));
        report(only(), State.SENT);
        Intent before = only();
        scene.restart();

        assertThat(scene.core().intents()).containsExactly(before);
        scene.pass(3_601);
        assertThat(moves(before)).containsExactly(State.SENT, State.EXPIRED);
    }

    private Outcome order(AlertId alert, Intent.What what) {
        return scene.apply(new Command.Order(scene.id(LI), BAND, alert, what));
    }

    private Outcome report(Intent intent, State state) {
        return scene.apply(new Command.ReportIntent(intent.device(), intent.id(), state));
    }

    private Intent only() {
        assertThat(scene.core().intents()).hasSize(1);
        return scene.core().intents().iterator().next();
    }

    private List<State> moves(Intent intent) {
        return scene.events(Event.IntentMoved.class).stream()
                .filter(moved -> moved.intent() == intent.id())
                .map(Event.IntentMoved::to)
                .toList();
    }

    private static Reason reason(Outcome outcome) {
        return ((Outcome.Refused) outcome).reason();
    }
}
