package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.RESIDENT;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import care.convoy.alert.Outcome.Reason;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.TestPressed;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoreLimitsTest {
    private static final CoreLimits SMALL = new CoreLimits(10, 2, 8, 3, 2, 3, 4, 4, 4, 24);
    private static final Outcome FULL = new Outcome.Refused(Reason.FULL, null, 0, 0);

    private final Scene scene = new Scene(SMALL);

    private Outcome press(int resident) {
        return scene.apply(scene.signal(new DeviceId("d" + resident), new ResidentId("r" + resident), 1, sos()));
    }

    @Test
    void lastTenthOfTheAlertsIsForThePressed() {
        IntStream.range(0, 9).forEach(this::press);
        assertThat(scene.apply(scene.signal(BAND, RESIDENT, 1, new BandRemoved())))
                .isEqualTo(FULL);
        assertThat(scene.apply(scene.signal(BAND, RESIDENT, 2, sos()))).isInstanceOf(Outcome.Done.class);
        assertThat(press(11)).isEqualTo(FULL);
        assertThat(scene.core().openCount()).isEqualTo(10);
    }

    @Test
    void fullCoreStillTakesFurtherPressesOfOpenAlertsAndRoomComesBack() {
        IntStream.range(0, 10).forEach(this::press);
        assertThat(scene.apply(scene.signal(new DeviceId("d3"), new ResidentId("r3"), 2, sos())))
                .isInstanceOf(Outcome.Done.class);
        AlertView first = scene.core().open().iterator().next();
        scene.apply(new Command.Claim(scene.id(LI), first.id(), first.version()));
        scene.apply(new Command.Resolve(
                scene.id(LI), first.id(), scene.alert(first.id()).version(), Scene.HELPED, null));

        assertThat(press(11)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void refusedPressIsTakenWhenItIsRepeated() {
        IntStream.range(0, 10).forEach(this::press);
        assertThat(press(11)).isEqualTo(FULL);
        AlertView first = scene.core().open().iterator().next();
        scene.apply(new Command.Claim(scene.id(LI), first.id(), first.version()));
        scene.apply(new Command.Resolve(
                scene.id(LI), first.id(), scene.alert(first.id()).version(), Scene.HELPED, null));

        assertThat(((Outcome.Done) press(11)).duplicate()).isFalse();
    }

    @Test
    void tasksBeyondTheLimitAreRefusedAndKnownOnesConfirmed() {
        for (int i = 0; i < 2; i++) {
            scene.apply(scene.signal(new DeviceId("d" + i), RESIDENT, 1, new BatteryLow(5)));
        }
        assertThat(scene.apply(scene.signal(new DeviceId("d9"), RESIDENT, 1, new BatteryLow(5))))
                .isEqualTo(FULL);
        assertThat(scene.apply(scene.signal(new DeviceId("d1"), RESIDENT, 2, new BatteryLow(5))))
                .isInstanceOf(Outcome.Done.class);
        assertThat(scene.core().tasks()).extracting(Task::times).containsExactly(1, 2);
    }

    @Test
    void deviceCannotMakeTheCoreForgetTheSignalsOfOthers() {
        scene.hear(1, sos());
        for (int i = 0; i < 100; i++) {
            scene.apply(scene.signal(new DeviceId("noisy"), null, i, new TestPressed()));
        }

        assertThat(((Outcome.Done) scene.hear(1, sos())).duplicate()).isTrue();
        assertThat(scene.core().export().signals()).hasSize(4);
    }

    @Test
    void repeatOfAForgottenPressAsksAgainInTheSameAlert() {
        scene.hear(1, sos());
        scene.claim(LI);
        for (int i = 2; i < 6; i++) {
            scene.hear(i, new TestPressed());
        }
        Outcome again = scene.hear(1, sos());

        assertThat(((Outcome.Done) again).duplicate()).isFalse();
        assertThat(scene.alert().attentionPending()).isTrue();
        assertThat(scene.events(Event.Raised.class)).hasSize(1);
    }

    @Test
    void forgottenKeyDoesNotBringBackTheFormerAlertsId() {
        scene.hear(1, sos());
        AlertId former = scene.alert().id();
        scene.claim(LI);
        scene.resolve(LI);
        for (int i = 2; i < 6; i++) {
            scene.hear(i, new TestPressed());
        }
        scene.hear(1, sos());

        assertThat(scene.alert().id()).isNotEqualTo(former);
        assertThat(scene.alert().linked()).isEqualTo(former);
    }

    @Test
    void keyHeardAgainLongAfterItsCaseWasClosedOpensAnotherCase() {
        scene.hear(1, sos());
        AlertId former = scene.alert().id();
        scene.claim(LI);
        scene.resolve(LI);
        scene.apply(new Command.Close(new CommandId(LI, new UUID(7, 7)), former, null));
        scene.pass(24 * 3_600 + 1);
        scene.hear(1, sos());

        assertThat(scene.alert().id()).isNotEqualTo(former);
        assertThat(scene.alert().version()).as("it begins anew").isLessThan(5);
        assertThat(scene.hear(1, sos()))
                .isEqualTo(new Outcome.Done(scene.alert().id(), scene.alert().version(), true));
    }

    @Test
    void commandOfAnEarlierVersionOpensTheAlertThatItOpenedThen() {
        Command.Signal now = scene.signal(BAND, Scene.RESIDENT, 1, sos());
        scene.apply(new Command.Signal(
                now.key(),
                now.receivedAtMillis(),
                now.deviceTimeMillis(),
                now.resident(),
                now.message(),
                now.status(),
                now.plan(),
                now.dropped(),
                true));

        assertThat(scene.alert().id()).isEqualTo(AlertId.of(new SignalKey(BAND, 1, 1), 0));
    }

    @Test
    void signalsAreForgottenAfterADay() {
        scene.hear(1, new TestPressed());
        scene.pass(24 * 3_600 - 1);
        assertThat(scene.core().export().signals()).hasSize(1);
        scene.pass(1);
        assertThat(scene.core().export().signals()).isEmpty();
    }

    @Test
    void signalsOfAnOpenAlertAreRememberedHoweverFarTheClockLeaps() {
        scene.hear(1, sos());
        scene.claim(LI);
        scene.jump(3 * 24 * 3_600);

        assertThat(((Outcome.Done) scene.hear(1, sos())).duplicate()).isTrue();
        scene.jump(3 * 24 * 3_600);
        assertThat(((Outcome.Done) scene.hear(1, sos())).duplicate()).isTrue();
    }

    @Test
    void totalsAreBounded() {
        for (int i = 0; i < 30; i++) {
            scene.apply(scene.signal(new DeviceId("d" + i), new ResidentId("r" + i), 1, sos()));
            AlertView alert = scene.alert();
            scene.apply(new Command.Claim(scene.id(LI), alert.id(), alert.version()));
            scene.resolve(LI);
        }

        CoreState state = scene.core().export();
        assertThat(state.signals()).hasSize(8);
        assertThat(state.formers()).hasSize(2);
        assertThat(state.answered()).hasSize(3);
        assertThat(state.ended()).hasSize(4);
    }

    @Test
    void oldestEndedAlertClosesByItselfAndItsVisitStaysAsATask() {
        for (int i = 0; i < 5; i++) {
            scene.apply(scene.signal(new DeviceId("d" + i), new ResidentId("r" + i), 1, sos()));
            scene.claim(LI);
            scene.resolve(LI);
        }

        AlertId oldest = AlertId.of(new SignalKey(new DeviceId("d0"), 1, 1), Scene.START_MILLIS, 0);
        assertThat(scene.events(Event.Closed.class)).containsExactly(new Event.Closed(oldest, null, null));
        assertThat(scene.core().tasks())
                .extracting(Task::device, Task::kind)
                .containsExactly(tuple(new DeviceId("d0"), AlertKind.VISIT));
    }

    @Test
    void devicesOnTestAreBoundedAndOneOfThemMayMoveItsEnd() {
        for (int i = 0; i < 4; i++) {
            assertThat(scene.apply(new Command.BeginTest(scene.id(LI), new DeviceId("d" + i), 1_000)))
                    .isEqualTo(new Outcome.Done(null, 0, false));
        }

        assertThat(scene.apply(new Command.BeginTest(scene.id(LI), BAND, 1_000)))
                .isEqualTo(FULL);
        assertThat(scene.apply(new Command.BeginTest(scene.id(LI), new DeviceId("d3"), 9_000)))
                .isInstanceOf(Outcome.Done.class);
        scene.pass(1);
        assertThat(scene.core().tests()).hasSize(1);
        assertThat(scene.apply(new Command.BeginTest(scene.id(LI), BAND, 1_000)))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void reopeningNeedsRoom() {
        press(0);
        AlertView first = scene.alert();
        scene.claim(LI);
        scene.resolve(LI);
        IntStream.range(1, 11).forEach(this::press);

        assertThat(scene.reopen(LI, first.id()))
                .isEqualTo(
                        new Outcome.Refused(Reason.FULL, null, 0, scene.ended().version()));
    }

    @Test
    void notesOfAnEndedAlertAreBoundedWithThoseBefore() {
        scene.hear(sos());
        AlertId alert = scene.alert().id();
        scene.claim(LI);
        IntStream.range(0, 3).forEach(i -> scene.note(LI));
        scene.resolve(LI);
        Command last = new Command.AddNote(scene.id(LI), alert, Scene.words("visited"));
        Command tooMany = new Command.AddNote(scene.id(LI), alert, Scene.words("again"));

        assertThat(scene.apply(last)).isInstanceOf(Outcome.Done.class);
        assertThat(scene.apply(tooMany))
                .isEqualTo(new Outcome.Refused(
                        Reason.TOO_MANY_NOTES, null, 0, scene.ended().version()));
        scene.reopen(LI, alert);
        assertThat(scene.note(LI)).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void timelineKeepsTheBeginningTheNotesAndThePresent() {
        scene.hear(sos());
        List<AlertView.TimelineEntry> beginning = scene.alert().timeline();
        scene.note(WANG);
        for (int i = 0; i < 100; i++) {
            scene.hear(sos());
            if (i % 40 == 0) {
                scene.note(WANG);
            }
        }

        AlertView alert = scene.alert();
        assertThat(alert.presses()).isEqualTo(101);
        assertThat(alert.timeline()).hasSize(24).startsWith(beginning.toArray(new AlertView.TimelineEntry[0]));
        assertThat(alert.timeline())
                .filteredOn(e -> e.event() instanceof Event.NoteAdded)
                .hasSize(4);
        assertThat(alert.timeline().getLast().event()).isInstanceOf(Event.Joined.class);
        assertThat(alert.timeline()).isSortedAccordingTo((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
    }

    @Test
    void limitsThatCannotHoldAreRefused() {
        assertThatThrownBy(() -> new CoreLimits(0, 1, 1, 1, 1, 1, 1, 1, 1, 18))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CoreLimits(1, 1, 1, 1, 1, 1, 1, 1, 4, 23))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
