package care.convoy.alert;

import static care.convoy.alert.Scene.LI;
import static care.convoy.alert.Scene.sos;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.escalation.EscalationStep.Order;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over random plans, reports and claims: nobody who is due is forgotten, and nobody waits for a failing neighbour. */
class OutreachPropertiesTest {
    private static final List<EffectReport> ENDS =
            List.of(EffectReport.FAILED, EffectReport.UNREACHABLE, EffectReport.NO_ANSWER, EffectReport.DECLINED);

    private static final int ROUNDS = 150;

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whileNobodyAttendsEachContactThatIsDueIsReachedUnderWayOrExhausted(long seed) {
        Random random = new Random(seed);
        Scene scene = new Scene();
        scene.plan = new RandomPlans(random).plan();
        scene.hear(sos());
        for (int round = 0; round < ROUNDS; round++) {
            disturb(scene, random);
            scene.pass(random.nextInt(4) == 0 ? random.nextInt(60) : random.nextInt(3));
            checkDeadline(scene);
            AlertView alert = scene.alert();
            if (alert.attentionPending()) {
                alert.steps().stream()
                        .filter(step -> step.doneAtMillis() > 0)
                        .forEach(step -> checkPeople(scene, step));
            }
            assertThat(alert.steps()).hasSizeLessThanOrEqualTo(8 + Steps.MAX_ADDED);
        }
        assertThat(scene.events(Event.EffectDue.class)).doesNotHaveDuplicates();
    }

    private static void disturb(Scene scene, Random random) {
        List<Effect> out = scene.alert().effectsOut();
        int what = random.nextInt(40);
        if (what == 0) {
            scene.hear(sos());
        } else if (what == 1) {
            scene.claim(LI);
        } else if (what == 2) {
            scene.release(LI);
        } else if (what == 3) {
            scene.summon(LI, Action.CALL, Action.REQUEST_AMBULANCE);
        } else if (what == 4) {
            scene.restart();
        } else if (what < 25 && !out.isEmpty()) {
            EffectReport[] reports = EffectReport.values();
            int most = random.nextInt(6) == 0 ? reports.length : reports.length - 1;
            scene.report(out.get(random.nextInt(out.size())).key(), reports[random.nextInt(most)]);
        }
    }

    private static void checkDeadline(Scene scene) {
        CoreState.Open open = scene.core().export().open().getFirst();
        AlertView alert = open.view();
        boolean comes = open.remindAtMillis() > scene.nowMillis() || alert.nextStepAtMillis() > scene.nowMillis();
        assertThat(alert.owner() != null || comes)
                .as("an owner, a step or a reminder of %s", alert)
                .isTrue();
        assertThat(scene.core().millisToNextDeadline()).isPositive();
    }

    /** Nobody is silently left out: who is not reached is being tried, will be at a time, or was tried by every channel. */
    private static void checkPeople(Scene scene, AlertView.Step step) {
        boolean somebodyComes = scene.alert().steps().stream()
                .filter(other -> !other.step().contacts().isEmpty())
                .flatMap(other -> other.reaches().stream())
                .anyMatch(reach -> reach.state() == Reach.State.ACCEPTED);
        boolean underWay = step.reaches().stream()
                .anyMatch(reach -> !reach.isInLine() && (!reach.isOver() || reach.state() == Reach.State.DELIVERED));
        for (Reach reach : step.reaches()) {
            boolean lives = switch (reach.state()) {
                case WAITING -> reach.isInLine() ? underWay : reach.atMillis() > scene.nowMillis();
                case STARTED, QUEUED -> reach.atMillis() > scene.nowMillis();
                case DELIVERED, ACCEPTED, DECLINED -> true;
                case FAILED -> triedByEveryChannel(scene, step, reach);
                case STOPPED -> somebodyComes || step.step().action() == Action.INFORM;
            };
            assertThat(lives).as("%s of %s in %s", reach, step, scene.alert()).isTrue();
        }
    }

    private static boolean triedByEveryChannel(Scene scene, AlertView.Step step, Reach reach) {
        Set<ChannelKind> tried = new HashSet<>();
        for (Effect effect : scene.effects(reach.contact())) {
            if (effect.key().step() == step.index()) {
                tried.add(effect.channel());
            }
        }
        return tried.containsAll(step.step().channels());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatBecomesOfOneContactMovesNoOtherInParallel(long seed) {
        EscalationStep step = new EscalationStep(
                10_000,
                Condition.UNCLAIMED,
                new Random(seed).nextBoolean() ? Action.CALL : Action.MESSAGE,
                1,
                List.of("watched", "x", "y"),
                List.of(ChannelKind.VOICE, ChannelKind.SMS, ChannelKind.WEBHOOK),
                Order.PARALLEL);
        List<String> alone = watched(step, seed, new Random(0), List.of(EffectReport.DELIVERED));
        List<String> besideFailures = watched(
                step,
                seed,
                new Random(seed),
                List.of(
                        EffectReport.FAILED,
                        EffectReport.UNREACHABLE,
                        EffectReport.NO_ANSWER,
                        EffectReport.DECLINED,
                        EffectReport.DELIVERED));

        assertThat(besideFailures).isEqualTo(alone).isNotEmpty();
    }

    /** When and how the watched contact is asked, whose own fate the seed decides; the others' fates are drawn. */
    private static List<String> watched(EscalationStep step, long seed, Random others, List<EffectReport> fates) {
        Scene scene = new Scene();
        scene.plan = Plans.p1(step);
        scene.hear(sos());
        Random own = new Random(seed);
        Map<EffectKey, EffectReport> fateOf = new HashMap<>();
        for (int second = 0; second < 200; second++) {
            scene.pass(1);
            for (Effect effect : new ArrayList<>(scene.alert().effectsOut())) {
                if (effect.contact().equals("watched")) {
                    EffectReport fate = fateOf.computeIfAbsent(effect.key(), key -> ENDS.get(own.nextInt(3)));
                    scene.report(effect.key(), fate);
                } else if (others.nextInt(3) == 0) {
                    scene.report(effect.key(), fates.get(others.nextInt(fates.size())));
                }
            }
        }
        return scene.asked("watched");
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void urgentLineReachesItsLastContactHoweverTheOthersFail(long seed) {
        Random random = new Random(seed);
        Scene scene = new Scene();
        scene.plan = Plans.p1(Plans.inTurn(0, Action.CALL, 1, "a", "b", "c", "d"));
        scene.hear(sos());
        for (int second = 0; second < 600 && scene.asked("d").isEmpty(); second++) {
            for (Effect effect : scene.alert().effectsOut()) {
                if (random.nextInt(40) == 0) {
                    scene.report(effect.key(), ENDS.get(random.nextInt(4)));
                }
            }
            scene.pass(1);
        }

        // each of the three before holds up the next for one call, or for one message that is not answered, at most
        assertThat(scene.asked("d")).hasSize(1);
        long atSecond = Long.parseLong(scene.asked("d").getFirst().split(" ")[0]);
        assertThat(atSecond).isLessThanOrEqualTo(3 * 60);
    }
}
