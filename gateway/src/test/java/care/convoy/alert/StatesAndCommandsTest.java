package care.convoy.alert;

import static care.convoy.alert.Scene.BAND;
import static care.convoy.alert.Scene.HELPED;
import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.RESIDENT;
import static care.convoy.alert.Scene.WANG;
import static care.convoy.alert.Scene.cancel;
import static care.convoy.alert.Scene.fall;
import static care.convoy.alert.Scene.sos;
import static care.convoy.alert.Scene.words;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.DeviceMessage.BandRemoved;
import care.convoy.device.DeviceMessage.BandWorn;
import care.convoy.device.DeviceMessage.BatteryLow;
import care.convoy.device.DeviceMessage.Matter;
import care.convoy.device.DeviceMessage.Movement;
import care.convoy.device.DeviceMessage.RuleCleared;
import care.convoy.device.DeviceMessage.RuleFound;
import care.convoy.device.DeviceMessage.SosPressed;
import care.convoy.device.DeviceMessage.TestPressed;
import care.convoy.device.Sealed;
import care.convoy.escalation.EscalationStep.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every state with every command; operator Li commands.
 *
 * <p>A cell says the answer and the state afterwards. {@code ok} took effect, {@code dup} had already, else the reason of
 * the refusal. {@code !} after a state: it asks for attention. An ended alert is shown only while none is open;
 * {@code -} there is neither.
 *
 * <p>Columns: "left" was abandoned by Wang; "put off" is a P3, all others are presses except "held", a fall with movement,
 * and "lesser", a P3; "mine", "lesser" and "under way" (RESPONDING) are Li's; "asked" is Li's with a second press;
 * "others" is Wang's. "report" is of an effect that was not asked for, except in "left", where a contact was asked and comes.
 */
class StatesAndCommandsTest {
    private static final Sealed EVIDENCE = Sealed.copyOf(new byte[] {5});

    private static final String SIGNALS = """
            command  | held          | on test     | queued      | left        | put off      | mine        | lesser      | asked        | others      | under way      | resolved     | follow-up     | closed
            press    | ok QUEUED!    | ok QUEUED!  | ok QUEUED!  | ok QUEUED!  | ok QUEUED!   | ok CLAIMED! | ok CLAIMED! | ok CLAIMED!  | ok CLAIMED! | ok RESPONDING! | ok QUEUED!   | ok QUEUED!    | ok QUEUED!
            press x2 | ok QUEUED!    | ok QUEUED!  | ok QUEUED!  | ok QUEUED!  | ok QUEUED!   | ok CLAIMED! | ok CLAIMED! | ok CLAIMED!  | ok CLAIMED! | ok RESPONDING! | ok QUEUED!   | ok QUEUED!    | ok QUEUED!
            still    | ok QUEUED!    | ok QUEUED!  | ok QUEUED!  | ok QUEUED!  | ok QUEUED!   | ok CLAIMED! | ok CLAIMED! | ok CLAIMED!  | ok CLAIMED! | ok RESPONDING! | ok QUEUED!   | ok QUEUED!    | ok QUEUED!
            moving   | ok QUEUED!    | ok QUEUED!  | ok QUEUED!  | ok QUEUED!  | ok QUEUED!   | ok CLAIMED! | ok CLAIMED! | ok CLAIMED!  | ok CLAIMED! | ok RESPONDING! | ok PRE_ALARM | ok PRE_ALARM  | ok PRE_ALARM
            removed  | ok QUEUED!    | ok QUEUED!  | ok QUEUED!  | ok QUEUED!  | ok QUEUED!   | ok CLAIMED! | ok CLAIMED! | ok CLAIMED!  | ok CLAIMED! | ok RESPONDING! | ok QUEUED!   | ok QUEUED!    | ok QUEUED!
            worn     | ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            cancel   | ok RESOLVED   | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            battery  | ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            rule     | ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok QUEUED!   | ok CLAIMED  | ok CLAIMED! | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok QUEUED!   | ok QUEUED!    | ok QUEUED!
            rule P4  | ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            rule over| ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            test     | ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            repeat   | dup PRE_ALARM | dup ON_TEST | dup QUEUED! | dup QUEUED! | dup DEFERRED | dup CLAIMED | dup CLAIMED | dup CLAIMED! | dup CLAIMED | dup RESPONDING | ok QUEUED!   | ok QUEUED!    | ok QUEUED!
            tick     | ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            cure     | dup PRE_ALARM | dup ON_TEST | dup QUEUED! | dup QUEUED! | dup DEFERRED | dup CLAIMED | dup CLAIMED | dup CLAIMED! | dup CLAIMED | dup RESPONDING | dup RESOLVED | dup FOLLOW_UP | dup -
            test on  | ok PRE_ALARM  | ok ON_TEST  | ok QUEUED!  | ok QUEUED!  | ok DEFERRED  | ok CLAIMED  | ok CLAIMED  | ok CLAIMED!  | ok CLAIMED  | ok RESPONDING  | ok RESOLVED  | ok FOLLOW_UP  | ok -
            test off | dup PRE_ALARM | ok QUEUED!  | dup QUEUED! | dup QUEUED! | dup DEFERRED | dup CLAIMED | dup CLAIMED | dup CLAIMED! | dup CLAIMED | dup RESPONDING | dup RESOLVED | dup FOLLOW_UP | dup -
            """;
    private static final String OWNERS = """
            command    | held                     | on test                | queued                 | left              | put off                 | mine                   | lesser                 | asked                     | others                 | under way                 | resolved             | follow-up             | closed
            claim      | ok CLAIMED               | ok CLAIMED             | ok CLAIMED             | ok CLAIMED        | ok CLAIMED              | dup CLAIMED            | dup CLAIMED            | ok CLAIMED                | OWNED_BY_OTHER CLAIMED | dup RESPONDING            | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            c. unseen  | ok CLAIMED!              | ok CLAIMED!            | ok CLAIMED!            | ok CLAIMED!       | ok CLAIMED              | dup CLAIMED            | dup CLAIMED            | VERSION_MISMATCH CLAIMED! | OWNED_BY_OTHER CLAIMED | dup RESPONDING            | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            take over  | ok CLAIMED               | ok CLAIMED             | ok CLAIMED             | ok CLAIMED        | ok CLAIMED              | dup CLAIMED            | dup CLAIMED            | dup CLAIMED!              | ok CLAIMED             | dup RESPONDING            | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            t. unseen  | ok CLAIMED!              | ok CLAIMED!            | ok CLAIMED!            | ok CLAIMED!       | ok CLAIMED              | dup CLAIMED            | dup CLAIMED            | dup CLAIMED!              | ok CLAIMED             | dup RESPONDING            | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            renew      | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | ok CLAIMED             | ok CLAIMED             | ok CLAIMED!               | NOT_OWNER CLAIMED      | ok RESPONDING             | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            release    | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | ok QUEUED!             | ok QUEUED!             | ok QUEUED!                | NOT_OWNER CLAIMED      | ok QUEUED!                | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            contacting | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | ok CONTACTING          | ok CONTACTING          | ok CONTACTING!            | NOT_OWNER CLAIMED      | WRONG_STATE RESPONDING    | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            responding | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | ok RESPONDING          | ok RESPONDING          | ok RESPONDING!            | NOT_OWNER CLAIMED      | WRONG_STATE RESPONDING    | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            handed     | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | ok HANDED_OVER         | ok HANDED_OVER         | ok HANDED_OVER!           | NOT_OWNER CLAIMED      | ok HANDED_OVER            | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            to claimed | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | WRONG_STATE CLAIMED    | WRONG_STATE CLAIMED    | WRONG_STATE CLAIMED!      | NOT_OWNER CLAIMED      | WRONG_STATE RESPONDING    | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            to closed  | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | WRONG_STATE CLAIMED    | WRONG_STATE CLAIMED    | WRONG_STATE CLAIMED!      | NOT_OWNER CLAIMED      | WRONG_STATE RESPONDING    | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            note       | ok PRE_ALARM             | ok ON_TEST             | ok QUEUED!             | ok QUEUED!        | ok DEFERRED             | ok CLAIMED             | ok CLAIMED             | ok CLAIMED!               | ok CLAIMED             | ok RESPONDING             | ok RESOLVED          | ok FOLLOW_UP          | UNKNOWN_ALERT -
            summon     | NOT_OWNER PRE_ALARM      | NOT_OWNER ON_TEST      | NOT_OWNER QUEUED!      | NOT_OWNER QUEUED! | NOT_OWNER DEFERRED      | ok CLAIMED             | ok CLAIMED             | ok CLAIMED!               | NOT_OWNER CLAIMED      | ok RESPONDING             | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            report     | UNKNOWN_EFFECT PRE_ALARM | UNKNOWN_EFFECT ON_TEST | UNKNOWN_EFFECT QUEUED! | ok QUEUED!        | UNKNOWN_EFFECT DEFERRED | UNKNOWN_EFFECT CLAIMED | UNKNOWN_EFFECT CLAIMED | UNKNOWN_EFFECT CLAIMED!   | UNKNOWN_EFFECT CLAIMED | UNKNOWN_EFFECT RESPONDING | dup RESOLVED         | dup FOLLOW_UP         | UNKNOWN_EFFECT -
            """;
    private static final String LIFE = """
            command     | held                  | on test             | queued              | left                | put off              | mine                     | lesser                   | asked                      | others              | under way                   | resolved             | follow-up             | closed
            defer       | NOT_OWNER PRE_ALARM   | NOT_OWNER ON_TEST   | NOT_OWNER QUEUED!   | NOT_OWNER QUEUED!   | NOT_OWNER DEFERRED   | P1_NEVER_WAITS CLAIMED   | ok DEFERRED              | ATTENTION_PENDING CLAIMED! | NOT_OWNER CLAIMED   | P1_NEVER_WAITS RESPONDING   | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            d. unseen   | NOT_OWNER PRE_ALARM   | NOT_OWNER ON_TEST   | NOT_OWNER QUEUED!   | NOT_OWNER QUEUED!   | NOT_OWNER DEFERRED   | VERSION_MISMATCH CLAIMED | VERSION_MISMATCH CLAIMED | VERSION_MISMATCH CLAIMED!  | NOT_OWNER CLAIMED   | VERSION_MISMATCH RESPONDING | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            d. too long | NOT_OWNER PRE_ALARM   | NOT_OWNER ON_TEST   | NOT_OWNER QUEUED!   | NOT_OWNER QUEUED!   | NOT_OWNER DEFERRED   | P1_NEVER_WAITS CLAIMED   | TOO_LONG CLAIMED         | ATTENTION_PENDING CLAIMED! | NOT_OWNER CLAIMED   | P1_NEVER_WAITS RESPONDING   | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            d. 0 s      | NOT_OWNER PRE_ALARM   | NOT_OWNER ON_TEST   | NOT_OWNER QUEUED!   | NOT_OWNER QUEUED!   | NOT_OWNER DEFERRED   | P1_NEVER_WAITS CLAIMED   | TOO_LONG CLAIMED         | ATTENTION_PENDING CLAIMED! | NOT_OWNER CLAIMED   | P1_NEVER_WAITS RESPONDING   | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            resolve     | NOT_OWNER PRE_ALARM   | NOT_OWNER ON_TEST   | NOT_OWNER QUEUED!   | NOT_OWNER QUEUED!   | NOT_OWNER DEFERRED   | ok FOLLOW_UP             | ok RESOLVED              | ATTENTION_PENDING CLAIMED! | NOT_OWNER CLAIMED   | ok FOLLOW_UP                | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            unseen      | NOT_OWNER PRE_ALARM   | NOT_OWNER ON_TEST   | NOT_OWNER QUEUED!   | NOT_OWNER QUEUED!   | NOT_OWNER DEFERRED   | VERSION_MISMATCH CLAIMED | VERSION_MISMATCH CLAIMED | VERSION_MISMATCH CLAIMED!  | NOT_OWNER CLAIMED   | VERSION_MISMATCH RESPONDING | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            false       | NOT_OWNER PRE_ALARM   | NOT_OWNER ON_TEST   | NOT_OWNER QUEUED!   | NOT_OWNER QUEUED!   | NOT_OWNER DEFERRED   | NOT_VERIFIED CLAIMED     | ok RESOLVED              | ATTENTION_PENDING CLAIMED! | NOT_OWNER CLAIMED   | NOT_VERIFIED RESPONDING     | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            reopen      | WRONG_STATE PRE_ALARM | WRONG_STATE ON_TEST | WRONG_STATE QUEUED! | WRONG_STATE QUEUED! | WRONG_STATE DEFERRED | WRONG_STATE CLAIMED      | WRONG_STATE CLAIMED      | WRONG_STATE CLAIMED!       | WRONG_STATE CLAIMED | WRONG_STATE RESPONDING      | ok CLAIMED           | ok CLAIMED            | UNKNOWN_ALERT -
            close       | WRONG_STATE PRE_ALARM | WRONG_STATE ON_TEST | WRONG_STATE QUEUED! | WRONG_STATE QUEUED! | WRONG_STATE DEFERRED | WRONG_STATE CLAIMED      | WRONG_STATE CLAIMED      | WRONG_STATE CLAIMED!       | WRONG_STATE CLAIMED | WRONG_STATE RESPONDING      | ok -                 | ok -                  | UNKNOWN_ALERT -
            reconcile   | ok PRE_ALARM          | ok ON_TEST          | ok QUEUED!          | ok QUEUED!          | ok DEFERRED          | ok CLAIMED               | ok CLAIMED               | ok CLAIMED!                | ok CLAIMED          | ok RESPONDING               | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            r. owned    | ok CLAIMED            | ok CLAIMED          | ok CLAIMED          | ok CLAIMED          | ok CLAIMED           | ok CLAIMED               | ok CLAIMED               | ok CLAIMED                 | ok CLAIMED          | ok RESPONDING               | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            r. closed   | ok RESOLVED           | ok FOLLOW_UP        | ok FOLLOW_UP        | ok FOLLOW_UP        | ok RESOLVED          | ok FOLLOW_UP             | ok RESOLVED              | ok FOLLOW_UP               | ok CLAIMED          | ok FOLLOW_UP                | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            r. unseen   | ok PRE_ALARM          | ok ON_TEST          | ok QUEUED!          | ok QUEUED!          | ok DEFERRED          | ok CLAIMED               | ok CLAIMED               | ok CLAIMED!                | ok CLAIMED          | ok RESPONDING               | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            """;
    private static final String OUTSIDE = """
            command    | held                      | on test                 | queued                  | left                    | put off                  | mine                    | lesser                  | asked                    | others                  | under way                  | resolved             | follow-up             | closed
            card       | NOT_OWNER PRE_ALARM       | NOT_OWNER ON_TEST       | NOT_OWNER QUEUED!       | NOT_OWNER QUEUED!       | NOT_OWNER DEFERRED       | ok CLAIMED              | ok CLAIMED              | ok CLAIMED!              | NOT_OWNER CLAIMED       | ok RESPONDING              | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            card after | ok PRE_ALARM              | ok ON_TEST              | ok QUEUED!              | ok QUEUED!              | ok DEFERRED              | ok CLAIMED              | ok CLAIMED              | ok CLAIMED!              | ok CLAIMED              | ok RESPONDING              | ok RESOLVED          | ok FOLLOW_UP          | UNKNOWN_ALERT -
            received   | ok PRE_ALARM              | ok ON_TEST              | ok QUEUED!              | ok QUEUED!              | ok DEFERRED              | ok CLAIMED              | ok CLAIMED              | ok CLAIMED!              | ok CLAIMED              | ok RESPONDING              | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            dispatched | ok PRE_ALARM              | ok ON_TEST              | ok QUEUED!              | ok QUEUED!              | ok DEFERRED              | ok DISPATCHED           | ok DISPATCHED           | ok DISPATCHED!           | ok DISPATCHED           | ok DISPATCHED              | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            arrived    | ok PRE_ALARM              | ok ON_TEST              | ok QUEUED!              | ok QUEUED!              | ok DEFERRED              | ok ON_SCENE             | ok ON_SCENE             | ok ON_SCENE!             | ok ON_SCENE             | ok ON_SCENE                | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            cared for  | ok PRE_ALARM              | ok ON_TEST              | ok QUEUED!              | ok QUEUED!              | ok DEFERRED              | ok HANDED_OVER          | ok HANDED_OVER          | ok HANDED_OVER!          | ok HANDED_OVER          | ok HANDED_OVER             | ok RESOLVED          | ok FOLLOW_UP          | UNKNOWN_ALERT -
            called off | ok QUEUED!                | ok QUEUED!              | ok QUEUED!              | ok QUEUED!              | ok QUEUED!               | ok CLAIMED!             | ok CLAIMED!             | ok CLAIMED!              | ok CLAIMED!             | ok RESPONDING!             | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            c. arrived | ok PRE_ALARM              | ok ON_TEST              | ok QUEUED!              | ok QUEUED!              | ok DEFERRED              | ok ON_SCENE             | ok ON_SCENE             | ok ON_SCENE!             | ok ON_SCENE             | ok ON_SCENE                | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            stranger   | UNKNOWN_CONTACT PRE_ALARM | UNKNOWN_CONTACT ON_TEST | UNKNOWN_CONTACT QUEUED! | UNKNOWN_CONTACT QUEUED! | UNKNOWN_CONTACT DEFERRED | UNKNOWN_CONTACT CLAIMED | UNKNOWN_CONTACT CLAIMED | UNKNOWN_CONTACT CLAIMED! | UNKNOWN_CONTACT CLAIMED | UNKNOWN_CONTACT RESPONDING | WRONG_STATE RESOLVED | WRONG_STATE FOLLOW_UP | UNKNOWN_ALERT -
            """;
    private static final Set<String> PROGRESS = Set.of(
            "contacting",
            "responding",
            "handed",
            "to claimed",
            "to closed",
            "dispatched",
            "arrived",
            "c. arrived",
            "cared for");
    private static final Disposition FALSE_ALARM = new Disposition(
            Disposition.Cause.ACCIDENTAL_PRESS,
            Disposition.Outcome.ADVISED_BY_PHONE,
            true,
            Disposition.Verification.NONE,
            null);

    static Stream<Arguments> cells() {
        return Stream.of(SIGNALS, OWNERS, LIFE, OUTSIDE).flatMap(table -> cells(table).stream());
    }

    private static List<Arguments> cells(String table) {
        List<List<String>> rows = table.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .toList();
        List<Arguments> cells = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int column = 1; column < row.size(); column++) {
                cells.add(Arguments.of(rows.getFirst().get(column), row.getFirst(), row.get(column)));
            }
        }
        return cells;
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("cells")
    void answersAndChangesAsTheTableSays(String state, String command, String expected) {
        Scene scene = new Scene();
        AlertId alert = bring(scene, state);
        Outcome outcome = scene.apply(command(scene, command, alert));

        assertThat(answer(outcome) + ' ' + shown(scene)).isEqualTo(expected);
    }

    static Stream<Arguments> furtherCells() {
        List<AlertState> owned =
                List.of(AlertState.CONTACTING, AlertState.DISPATCHED, AlertState.ON_SCENE, AlertState.HANDED_OVER);
        return cells().filter(cell -> cell.get()[0].equals("mine"))
                .filter(cell -> !PROGRESS.contains((String) cell.get()[1]))
                .flatMap(cell -> owned.stream()
                        .map(state -> Arguments.of(
                                state, cell.get()[1], ((String) cell.get()[2]).replace("CLAIMED", state.name()))));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource("furtherCells")
    void everyOwnedStateAnswersAsClaimedDoes(AlertState state, String command, String expected) {
        Scene scene = new Scene();
        AlertId alert = bring(scene, "mine");
        scene.progress(LI, state);
        Outcome outcome = scene.apply(command(scene, command, alert));

        assertThat(answer(outcome) + ' ' + shown(scene)).isEqualTo(expected);
    }

    private static AlertId bring(Scene scene, String state) {
        if (state.equals("on test")) {
            scene.beginTest(3_600);
        }
        scene.hear(
                switch (state) {
                    case "held" -> fall(Movement.MOVING);
                    case "put off", "lesser", "resolved" -> new BandRemoved();
                    default -> sos();
                });
        AlertId alert = scene.alert().id();
        switch (state) {
            case "held", "on test", "queued" -> scene.pass(1);
            case "left" -> {
                scene.claim(WANG);
                scene.pass(120);
            }
            case "put off" -> {
                scene.claim(LI);
                scene.defer(LI, 600);
            }
            case "mine", "lesser" -> scene.claim(LI);
            case "asked" -> {
                scene.claim(LI);
                scene.hear(sos());
            }
            case "others" -> scene.claim(WANG);
            case "under way" -> {
                scene.claim(LI);
                scene.progress(LI, AlertState.RESPONDING);
            }
            case "resolved", "follow-up" -> end(scene);
            case "closed" -> {
                end(scene);
                scene.close(LI, alert);
            }
            default -> throw new IllegalArgumentException(state);
        }
        return alert;
    }

    private static void end(Scene scene) {
        scene.claim(LI);
        scene.resolve(LI);
    }

    private static Command command(Scene scene, String command, AlertId alert) {
        return switch (command) {
            case "press",
                    "press x2",
                    "still",
                    "moving",
                    "removed",
                    "worn",
                    "cancel",
                    "battery",
                    "test",
                    "repeat",
                    "rule",
                    "rule P4",
                    "rule over" -> signal(scene, command);
            case "test on", "test off", "cure", "tick" -> without(scene, command);
            case "report" -> new Command.ReportEffect(new EffectKey(alert, 4, 1), EffectReport.ACCEPTED);
            case "card", "card after" ->
                new Command.SendCard(scene.id(LI), alert, words("{}"), command.equals("card after"));
            case "received", "dispatched", "arrived", "cared for", "called off", "c. arrived", "stranger" ->
                outside(command, alert, new CommandId(OperatorId.AMBULANCE, new UUID(3, 1)));
            case "reconcile", "r. owned", "r. closed", "r. unseen" -> reconcile(scene, command, alert);
            default -> byOperator(scene, command, alert);
        };
    }

    private static Command signal(Scene scene, String command) {
        long next = scene.lastSequence() + 1;
        return switch (command) {
            case "press" -> scene.signal(BAND, RESIDENT, next, sos());
            case "press x2" -> scene.signal(BAND, RESIDENT, next, new SosPressed(2, null));
            case "still" -> scene.signal(BAND, RESIDENT, next, fall(Movement.STILL));
            case "moving" -> scene.signal(BAND, RESIDENT, next, fall(Movement.MOVING));
            case "removed" -> scene.signal(BAND, RESIDENT, next, new BandRemoved());
            case "worn" -> scene.signal(BAND, RESIDENT, next, new BandWorn());
            case "cancel" -> scene.signal(BAND, RESIDENT, next, cancel());
            case "battery" -> scene.signal(BAND, RESIDENT, next, new BatteryLow(9));
            case "test" -> scene.signal(BAND, RESIDENT, next, new TestPressed());
            case "rule" -> scene.signal(BAND, RESIDENT, next, new RuleFound(Matter.VITALS, 3, EVIDENCE));
            case "rule P4" -> scene.signal(BAND, RESIDENT, next, new RuleFound(Matter.VITALS, 4, EVIDENCE));
            case "rule over" -> scene.signal(BAND, RESIDENT, next, new RuleCleared(Matter.VITALS));
            case "repeat" ->
                scene.signal(
                        BAND,
                        RESIDENT,
                        1,
                        scene.events(Event.Raised.class).getFirst().message());
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static Command byOperator(Scene scene, String command, AlertId alert) {
        AlertView view = scene.core().find(alert);
        long seen = view == null ? 1 : view.version();
        CommandId id = scene.id(LI);
        return switch (command) {
            case "claim" -> new Command.Claim(id, alert, seen);
            case "c. unseen" -> new Command.Claim(id, alert, 0);
            case "take over" -> new Command.TakeOver(id, alert, seen);
            case "t. unseen" -> new Command.TakeOver(id, alert, 0);
            case "renew" -> new Command.RenewLease(id, alert);
            case "release" -> new Command.Release(id, alert);
            case "note" -> new Command.AddNote(id, alert, words("calls back"));
            case "resolve" -> new Command.Resolve(id, alert, seen, HELPED, null);
            case "unseen" -> new Command.Resolve(id, alert, 0, HELPED, null);
            case "false" -> new Command.Resolve(id, alert, seen, FALSE_ALARM, null);
            case "contacting" -> new Command.Progress(id, alert, AlertState.CONTACTING);
            case "responding" -> new Command.Progress(id, alert, AlertState.RESPONDING);
            case "handed" -> new Command.Progress(id, alert, AlertState.HANDED_OVER);
            case "to claimed" -> new Command.Progress(id, alert, AlertState.CLAIMED);
            case "to closed" -> new Command.Progress(id, alert, AlertState.CLOSED);
            case "defer" -> new Command.Defer(id, alert, seen, 60_000, Command.DeferralReason.CALL_BACK_AGREED, null);
            case "d. unseen" -> new Command.Defer(id, alert, 0, 60_000, Command.DeferralReason.OTHER, null);
            case "d. too long" ->
                new Command.Defer(id, alert, seen, 25 * 3_600_000, Command.DeferralReason.OTHER, null);
            case "d. 0 s" -> new Command.Defer(id, alert, seen, 0, Command.DeferralReason.OTHER, null);
            case "summon" -> new Command.Summon(id, alert, List.of(Action.REQUEST_AMBULANCE));
            case "reopen" -> new Command.Reopen(id, alert, null);
            case "close" -> new Command.Close(id, alert, null);
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static Command outside(String command, AlertId alert, CommandId id) {
        return switch (command) {
            case "received" -> new Command.ReportScene(id, alert, "", Command.Scene.RECEIVED, null);
            case "dispatched" -> new Command.ReportScene(id, alert, "", Command.Scene.DISPATCHED, null);
            case "arrived" -> new Command.ReportScene(id, alert, "", Command.Scene.ARRIVED, null);
            case "cared for" -> new Command.ReportScene(id, alert, "", Command.Scene.HANDED_OVER, null);
            case "called off" -> new Command.ReportScene(id, alert, "", Command.Scene.CANCELLED, words("no car"));
            case "c. arrived" -> new Command.ReportScene(id, alert, "post-a", Command.Scene.ARRIVED, null);
            case "stranger" -> new Command.ReportScene(id, alert, "nobody", Command.Scene.ARRIVED, null);
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static Command without(Scene scene, String command) {
        return switch (command) {
            case "test on" -> new Command.BeginTest(scene.id(LI), BAND, 60_000);
            case "test off" -> new Command.EndTest(scene.id(LI), BAND);
            case "cure" -> new Command.CureTask(BAND, AlertKind.LOW_BATTERY);
            case "tick" -> new Command.Tick();
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static Command reconcile(Scene scene, String command, AlertId alert) {
        boolean owned = !command.equals("reconcile");
        boolean closed = command.equals("r. closed") || command.equals("r. unseen");
        int signals = command.equals("r. unseen") ? 0 : 2;
        return Scene.reconcile(scene.id(LI), alert, owned ? LI : null, List.of(), signals, closed ? HELPED : null);
    }

    private static String answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> done.duplicate() ? "dup" : "ok";
            case Outcome.Refused refused -> refused.reason().name();
        };
    }

    private static String shown(Scene scene) {
        if (scene.core().open().isEmpty()) {
            return scene.core().ended().stream()
                    .map(ended -> ended.state().name())
                    .findFirst()
                    .orElse("-");
        }
        return scene.alert().state() + (scene.alert().attentionPending() ? "!" : "");
    }
}
