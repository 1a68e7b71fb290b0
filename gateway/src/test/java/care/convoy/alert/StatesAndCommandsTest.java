package care.convoy.alert;

import static care.convoy.alert.Scene.HELPED;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.cancel;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static care.convoy.alert.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.TestPressed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state with every command of operator Li. A cell says the answer and the state afterwards: {@code ok} took effect,
 * {@code dup} had already, else the reason of the refusal; {@code !} asks for attention; {@code -} nothing is open.
 * "asked" is claimed by Li with a second press; "others" is claimed by Wang.
 */
class StatesAndCommandsTest {
    private static final String TABLE = """
            command   | held          | queued         | left           | mine                    | asked                      | others                  | ended
            press     | ok QUEUED!    | ok QUEUED!     | ok QUEUED!     | ok CLAIMED!             | ok CLAIMED!                | ok CLAIMED!             | ok QUEUED!
            still     | ok QUEUED!    | ok QUEUED!     | ok QUEUED!     | ok CLAIMED!             | ok CLAIMED!                | ok CLAIMED!             | ok QUEUED!
            moving    | ok QUEUED!    | ok QUEUED!     | ok QUEUED!     | ok CLAIMED!             | ok CLAIMED!                | ok CLAIMED!             | ok PRE_ALARM
            removed   | ok QUEUED!    | ok QUEUED!     | ok QUEUED!     | ok CLAIMED!             | ok CLAIMED!                | ok CLAIMED!             | ok QUEUED!
            worn      | ok PRE_ALARM  | ok QUEUED!     | ok QUEUED!     | ok CLAIMED              | ok CLAIMED!                | ok CLAIMED              | ok -
            cancel    | ok -          | ok QUEUED!     | ok QUEUED!     | ok CLAIMED              | ok CLAIMED!                | ok CLAIMED              | ok -
            battery   | ok PRE_ALARM  | ok QUEUED!     | ok QUEUED!     | ok CLAIMED              | ok CLAIMED!                | ok CLAIMED              | ok -
            test      | ok PRE_ALARM  | ok QUEUED!     | ok QUEUED!     | ok CLAIMED              | ok CLAIMED!                | ok CLAIMED              | ok -
            repeat    | dup PRE_ALARM | dup QUEUED!    | dup QUEUED!    | dup CLAIMED             | dup CLAIMED!               | dup CLAIMED             | ok QUEUED!
            claim     | ok CLAIMED    | ok CLAIMED     | ok CLAIMED     | dup CLAIMED             | ok CLAIMED                 | OWNED_BY_OTHER CLAIMED  | UNKNOWN_ALERT -
            stale     | ok CLAIMED!   | ok CLAIMED!    | ok CLAIMED!    | dup CLAIMED             | VERSION_MISMATCH CLAIMED!  | OWNED_BY_OTHER CLAIMED  | UNKNOWN_ALERT -
            renew     | NOT_OWNER PRE_ALARM | NOT_OWNER QUEUED! | NOT_OWNER QUEUED! | ok CLAIMED  | ok CLAIMED!                | NOT_OWNER CLAIMED       | UNKNOWN_ALERT -
            release   | NOT_OWNER PRE_ALARM | NOT_OWNER QUEUED! | NOT_OWNER QUEUED! | ok QUEUED!  | ok QUEUED!                 | NOT_OWNER CLAIMED       | UNKNOWN_ALERT -
            note      | ok PRE_ALARM  | ok QUEUED!     | ok QUEUED!     | ok CLAIMED              | ok CLAIMED!                | ok CLAIMED              | UNKNOWN_ALERT -
            resolve   | NOT_OWNER PRE_ALARM | NOT_OWNER QUEUED! | NOT_OWNER QUEUED! | ok -        | ATTENTION_PENDING CLAIMED! | NOT_OWNER CLAIMED       | UNKNOWN_ALERT -
            unseen    | NOT_OWNER PRE_ALARM | NOT_OWNER QUEUED! | NOT_OWNER QUEUED! | VERSION_MISMATCH CLAIMED | VERSION_MISMATCH CLAIMED! | NOT_OWNER CLAIMED | UNKNOWN_ALERT -
            false     | NOT_OWNER PRE_ALARM | NOT_OWNER QUEUED! | NOT_OWNER QUEUED! | NOT_VERIFIED CLAIMED | ATTENTION_PENDING CLAIMED! | NOT_OWNER CLAIMED   | UNKNOWN_ALERT -
            tick      | ok PRE_ALARM  | ok QUEUED!     | ok QUEUED!     | ok CLAIMED              | ok CLAIMED!                | ok CLAIMED              | ok -
            cure      | dup PRE_ALARM | dup QUEUED!    | dup QUEUED!    | dup CLAIMED             | dup CLAIMED!               | dup CLAIMED             | dup -
            """;
    private static final Disposition FALSE_ALARM = new Disposition(
            Disposition.Cause.ACCIDENTAL_PRESS,
            Disposition.Outcome.ADVISED_BY_PHONE,
            true,
            Disposition.Verification.NONE,
            null);

    static Stream<Arguments> cells() {
        List<List<String>> rows = TABLE.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .toList();
        List<Arguments> cells = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int column = 1; column < row.size(); column++) {
                cells.add(Arguments.of(rows.getFirst().get(column), row.getFirst(), row.get(column)));
            }
        }
        return cells.stream();
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("cells")
    void answersAndChangesAsTheTableSays(String state, String command, String expected) {
        Scene scene = new Scene();
        AlertId alert = bring(scene, state);
        Outcome outcome = scene.apply(command(scene, command, alert));

        assertThat(answer(outcome) + ' ' + shown(scene)).isEqualTo(expected);
    }

    private static AlertId bring(Scene scene, String state) {
        scene.hear(state.equals("held") ? fall(Movement.MOVING) : sos());
        AlertId alert = scene.alert().id();
        switch (state) {
            case "held", "queued" -> scene.pass(1);
            case "left" -> {
                scene.claim(WANG);
                scene.pass(120);
            }
            case "mine" -> scene.claim(LI);
            case "asked" -> {
                scene.claim(LI);
                scene.hear(sos());
            }
            case "others" -> scene.claim(WANG);
            case "ended" -> {
                scene.claim(LI);
                scene.resolve(LI);
            }
            default -> throw new IllegalArgumentException(state);
        }
        return alert;
    }

    private static Command command(Scene scene, String command, AlertId alert) {
        AlertView view = scene.core().find(alert);
        long seen = view == null ? 1 : view.version();
        long next = scene.lastSequence() + 1;
        CommandId id = scene.id(LI);
        return switch (command) {
            case "press" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, sos());
            case "still" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, fall(Movement.STILL));
            case "moving" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, fall(Movement.MOVING));
            case "removed" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, new BandRemoved());
            case "worn" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, new BandWorn());
            case "cancel" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, cancel());
            case "battery" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, new BatteryLow(9));
            case "test" -> scene.signal(Scene.BAND, Scene.RESIDENT, next, new TestPressed());
            case "repeat" ->
                scene.signal(
                        Scene.BAND,
                        Scene.RESIDENT,
                        1,
                        scene.events(Event.Raised.class).getFirst().message());
            case "claim" -> new Command.Claim(id, alert, seen);
            case "stale" -> new Command.Claim(id, alert, 0);
            case "renew" -> new Command.RenewLease(id, alert);
            case "release" -> new Command.Release(id, alert);
            case "note" -> new Command.AddNote(id, alert, words("calls back"));
            case "resolve" -> new Command.Resolve(id, alert, seen, HELPED, null);
            case "unseen" -> new Command.Resolve(id, alert, 0, HELPED, null);
            case "false" -> new Command.Resolve(id, alert, seen, FALSE_ALARM, null);
            case "tick" -> new Command.Tick();
            case "cure" -> new Command.CureTask(Scene.BAND, AlertKind.LOW_BATTERY);
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static String answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> done.duplicate() ? "dup" : "ok";
            case Outcome.Refused refused -> refused.reason().name();
        };
    }

    private static String shown(Scene scene) {
        if (scene.core().open().isEmpty()) {
            return "-";
        }
        return scene.alert().state() + (scene.alert().attentionPending() ? "!" : "");
    }
}
