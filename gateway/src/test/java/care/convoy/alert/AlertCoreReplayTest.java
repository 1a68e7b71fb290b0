package care.convoy.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over random streams of commands: same inputs, same events; restored, it goes on; its invariants always hold. */
class AlertCoreReplayTest {
    private static final int COMMANDS = 400;
    private static final CoreLimits TIGHT = new CoreLimits(6, 3, 12, 4, 3, 10, 4, 4, 5, 26).withIntents(3);

    /** What one run said: outcomes, events with views, and the state at the end. */
    private record Run(List<Object> said, CoreState end) {}

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static CoreLimits limits(long seed) {
        return seed % 2 == 0 ? CoreLimits.standard() : TIGHT;
    }

    private static List<RandomCommands.Timed> inputs(long seed) {
        RandomCommands commands = new RandomCommands(seed);
        AlertCore core = new AlertCore(limits(seed));
        List<RandomCommands.Timed> inputs = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            RandomCommands.Timed input = commands.next(core);
            core.apply(input.callbackMillis(), input.command(), (event, after) -> {});
            inputs.add(input);
        }
        return inputs;
    }

    private static Run run(List<RandomCommands.Timed> inputs, CoreLimits limits, Random restarts) {
        AlertCore core = new AlertCore(limits);
        List<Object> said = new ArrayList<>();
        for (RandomCommands.Timed input : inputs) {
            said.add(core.apply(input.callbackMillis(), input.command(), (event, after) -> {
                said.add(event);
                said.add(after == null ? "no alert" : after);
            }));
            said.add(core.millisToNextDeadline());
            if (restarts.nextInt(10) == 0) {
                core = AlertCore.restore(core.export(), limits);
            }
        }
        return new Run(said, core.export());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sameInputsGiveTheSameEventsAndRestartsChangeNothing(long seed) {
        List<RandomCommands.Timed> inputs = inputs(seed);
        Random never = new Random() {
            private static final long serialVersionUID = 1;

            @Override
            public int nextInt(int bound) {
                return 1;
            }
        };
        Run straight = run(inputs, limits(seed), never);

        assertSame(run(inputs, limits(seed), never), straight);
        assertSame(run(inputs, limits(seed), new Random(seed)), straight);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void partsOfTheOpenAlertsAreTheWhole(long seed) {
        AlertCore core = new AlertCore(limits(seed));
        inputs(seed).forEach(input -> core.apply(input.callbackMillis(), input.command(), (event, after) -> {}));
        List<CoreState.Open> parts = new ArrayList<>();
        for (int part = 0; part < 3; part++) {
            parts.addAll(core.exportPart(part, 3).open());
        }

        assertThat(parts).containsExactlyInAnyOrderElementsOf(core.export().open());
    }

    /** One by one: a run is too long to be shown whole. */
    private static void assertSame(Run run, Run straight) {
        for (int i = 0; i < Math.min(run.said().size(), straight.said().size()); i++) {
            assertThat(run.said().get(i))
                    .as("number %d of what was said", i)
                    .isEqualTo(straight.said().get(i));
        }
        assertThat(run.said()).hasSameSizeAs(straight.said());
        assertThat(run.end()).isEqualTo(straight.end());
    }

    /** Random streams that never reach a rule prove nothing about it. */
    @Test
    void streamsReachEveryKindOfEvent() {
        Set<Class<?>> reached = new HashSet<>();
        LongStream.range(0, 250).forEach(seed -> {
            AlertCore core = new AlertCore(limits(seed));
            for (RandomCommands.Timed input : inputs(seed)) {
                core.apply(input.callbackMillis(), input.command(), (event, after) -> reached.add(event.getClass()));
            }
        });
        Set<Class<?>> kinds = new HashSet<>();
        addKinds(Event.class, kinds);

        assertThat(reached).containsAll(kinds);
    }

    private static void addKinds(Class<?> sealed, Set<Class<?>> kinds) {
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
            if (kind.isSealed()) {
                addKinds(kind, kinds);
            } else {
                kinds.add(kind);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void restoredStateIsTheStateAtEveryPoint(long seed) {
        AlertCore core = new AlertCore(limits(seed));
        for (RandomCommands.Timed input : inputs(seed)) {
            core.apply(input.callbackMillis(), input.command(), (event, after) -> {});
            CoreState state = core.export();
            AlertCore restored = AlertCore.restore(state, limits(seed));
            assertThat(restored.export()).isEqualTo(state);
            assertThat(restored.millisToNextDeadline()).isEqualTo(core.millisToNextDeadline());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyAlertHasADeadlineAndAnOwnerOnlyInAnOwnedState(long seed) {
        AlertCore core = new AlertCore(limits(seed));
        for (RandomCommands.Timed input : inputs(seed)) {
            core.apply(input.callbackMillis(), input.command(), (event, after) -> {});
            CoreState state = core.export();
            assertThat(state.open()).extracting(open -> subject(open.view())).doesNotHaveDuplicates();
            state.open().forEach(open -> check(open, core.nowMillis()));
            state.ended().forEach(ended -> check(ended, core.nowMillis()));
            assertThat(state.intents().pending())
                    .allMatch(intent -> intent.expiresAtMillis() > core.nowMillis())
                    .hasSizeLessThanOrEqualTo(limits(seed).intents());
            assertThat(state.tests()).allMatch(test -> test.untilMillis() > core.nowMillis());
            boolean waits = !state.open().isEmpty()
                    || !state.tests().isEmpty()
                    || !state.intents().pending().isEmpty()
                    || state.ended().stream().anyMatch(ended -> !ended.overdue());
            assertThat(core.millisToNextDeadline() != Long.MAX_VALUE)
                    .as("a deadline of %s", state)
                    .isEqualTo(waits);
        }
    }

    private static Subject subject(AlertView view) {
        return Subject.of(view.resident(), view.device());
    }

    private static void check(CoreState.Open open, long nowMillis) {
        AlertView view = open.view();
        AlertState state = view.state();
        assertThat(state.isOpen()).isTrue();
        assertThat(view.owner() != null)
                .as("owner of %s", view)
                .isEqualTo(state.isOwned())
                .isEqualTo(view.leaseUntilMillis() > nowMillis);
        assertThat(view.heldUntilMillis() > nowMillis)
                .as("held %s", view)
                .isEqualTo(state == AlertState.ON_TEST || state == AlertState.DEFERRED);
        assertThat(view.attentionPending())
                .as("attention of %s", view)
                .matches(pending -> pending || state != AlertState.QUEUED)
                .matches(pending -> !pending || state == AlertState.QUEUED || state.isOwned());
        if (view.attentionPending()) {
            assertThat(view.nextStepAtMillis() > nowMillis)
                    .as("a step or a reminder to come of %s", view)
                    .isNotEqualTo(open.remindAtMillis() > nowMillis);
        }
        assertThat(view.progress().isOwned()).isTrue();
        assertThat(view.progress()).matches(progress -> !state.isOwned() || progress == state);
        assertThat(view.priority() == Priority.P1 && state == AlertState.DEFERRED)
                .isFalse();
        assertThat(view.signals()).isPositive();
        assertThat(view.disposition()).isNull();
    }

    private static void check(CoreState.Ended ended, long nowMillis) {
        AlertView view = ended.view();
        assertThat(view.state()).isIn(AlertState.RESOLVED, AlertState.FOLLOW_UP);
        assertThat(view.disposition()).isNotNull();
        assertThat(view.attentionPending()).isFalse();
        assertThat(view.steps()).isEmpty();
        assertThat(view.timeline()).isEmpty();
        assertThat(ended.overdue())
                .as("overdue %s", ended)
                .isEqualTo(view.state() == AlertState.FOLLOW_UP && ended.closesAtMillis() <= nowMillis);
        assertThat(ended.overdue() || ended.closesAtMillis() > nowMillis).isTrue();
    }
}
