package care.convoy.alertlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.Outcome;
import care.convoy.alert.Reach;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CodecPropertiesTest {
    private static final long SEED = 20_260_101;
    private static final int ROUNDS = 5_000;
    private static final int MUTATIONS = 100_000;

    @Test
    void everyCommandComesBackAsItWas() throws MalformedFrame {
        Samples samples = new Samples(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Command command = samples.command();
            assertThat(CommandCodec.decode(CommandCodec.encode(command)))
                    .as("round %d", round)
                    .isEqualTo(command);
        }
    }

    @Test
    void theSamplesHoldEveryKindOfCommandAndEvent() {
        Samples samples = new Samples(SEED);
        Set<Class<?>> drawn = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            drawn.add(samples.command().getClass());
            drawn.add(samples.event().getClass());
        }
        Set<Class<?>> all = new HashSet<>();
        addKinds(Command.class, all);
        addKinds(Event.class, all);
        assertThat(drawn).isEqualTo(all);
    }

    private static void addKinds(Class<?> type, Set<Class<?>> kinds) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                addKinds(permitted, kinds);
            }
        } else {
            kinds.add(type);
        }
    }

    @Test
    void everyOutcomeComesBackAsItWas() throws MalformedFrame {
        Samples samples = new Samples(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            Outcome outcome = samples.outcome();
            assertThat(OutcomeCodec.decode(OutcomeCodec.encode(outcome)))
                    .as("round %d", round)
                    .isEqualTo(outcome);
        }
    }

    @Test
    void everyEventComesBackAsItWas() throws MalformedFrame {
        Samples samples = new Samples(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            CommittedEvent event = samples.committed(round * 96L, round % 7);
            assertThat(EventCodec.decode(EventCodec.encode(event)))
                    .as("round %d", round)
                    .isEqualTo(event);
        }
    }

    @Test
    void everyStateComesBackAsItWasHoweverItsBytesAreCut() throws MalformedFrame {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            CoreState state = new Samples(SEED + round).state(40);
            List<byte[]> chunks = new ArrayList<>();
            long hash = SnapshotCodec.write(77, state, chunks::add);
            assertThat(chunks).allMatch(chunk -> chunk.length <= SnapshotCodec.MAX_CHUNK_BYTES);

            Snapshot snapshot = load(cut(join(chunks), random));

            assertThat(snapshot).as("round %d", round).isEqualTo(new Snapshot(77, state, hash));
            assertThat(SnapshotCodec.stateHash(state)).isEqualTo(hash);
        }
    }

    @Test
    void aForgetfulLoaderReadsTheSameAndKeepsNothing() throws MalformedFrame {
        List<byte[]> chunks = new ArrayList<>();
        long hash = SnapshotCodec.write(77, new Samples(SEED).state(40), chunks::add);
        SnapshotLoader loader = SnapshotLoader.forgetful();
        for (byte[] chunk : chunks) {
            assertThat(loader.isComplete()).isFalse();
            loader.accept(chunk);
        }

        assertThat(loader.isComplete()).isTrue();
        assertThat(loader.stateHash()).isEqualTo(hash);
        assertThatThrownBy(loader::snapshot).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStepOfThePlanIsWrittenOnce() {
        EscalationStep step = new EscalationStep(
                60_000,
                EscalationStep.Condition.ALWAYS,
                EscalationStep.Action.CALL,
                1,
                List.of("contact-0123456789"),
                List.of());
        EscalationPlan plan = new EscalationPlan("one", List.of(step), List.of(), List.of());
        AlertCore core = new AlertCore(CoreLimits.standard());
        core.apply(
                1,
                new Command.Signal(
                        new SignalKey(new DeviceId("d"), 1, 1),
                        1,
                        1,
                        null,
                        new DeviceMessage.SosPressed(1, null),
                        AlertStatus.ACTUAL,
                        plan,
                        List.of()),
                (event, after) -> {});
        List<byte[]> chunks = new ArrayList<>();

        SnapshotCodec.write(1, core, chunks::add);

        String bytes = new String(join(chunks), StandardCharsets.ISO_8859_1);
        assertThat(core.open())
                .singleElement()
                .satisfies(view -> assertThat(view.steps()).hasSize(1));
        assertThat(bytes.split("contact-0123456789", -1)).hasSize(2);
    }

    @Test
    void anotherStateHasAnotherHash() {
        CoreState one = new Samples(1).state(9);
        CoreState.Clock clock = one.clock();
        CoreState other = new CoreState(
                new CoreState.Clock(clock.started(), clock.nowMillis() + 1, clock.lastCallbackMillis(), 0, 0),
                one.open(),
                one.tasks(),
                one.signals(),
                one.formers(),
                one.answered(),
                one.tests(),
                one.ended(),
                one.intents());

        assertThat(SnapshotCodec.stateHash(other)).isNotEqualTo(SnapshotCodec.stateHash(one));
    }

    @Test
    void mutatedFramesAreValuesOrMalformedAndNothingElse() {
        Samples samples = new Samples(SEED);
        Random random = new Random(SEED);
        int refused = 0;
        for (int round = 0; round < MUTATIONS; round++) {
            refused += tryCommand(mutate(CommandCodec.encode(samples.command()), random));
            refused += tryOutcome(mutate(OutcomeCodec.encode(samples.outcome()), random));
            refused += tryEvent(mutate(EventCodec.encode(samples.committed(round, 0)), random));
        }
        assertThat(refused).isGreaterThan(MUTATIONS);
    }

    @Test
    void noDamagedSnapshotIsTakenForWhole() {
        Random random = new Random(SEED);
        for (int round = 0; round < 5_000; round++) {
            List<byte[]> chunks = new ArrayList<>();
            SnapshotCodec.write(77, new Samples(round).state(4), chunks::add);
            byte[] whole = join(chunks);
            byte[] damaged = mutate(whole, random);
            boolean same = Arrays.equals(whole, damaged);
            int logIdEnds = SnapshotCodec.MAGIC.length + 1 + 2 + Long.BYTES;
            boolean stateIsSame = whole.length == damaged.length
                    && Arrays.equals(whole, logIdEnds, whole.length, damaged, logIdEnds, damaged.length);
            if (!same && !stateIsSame) {
                assertThatThrownBy(() -> load(List.of(damaged)))
                        .as("round %d", round)
                        .isInstanceOf(MalformedFrame.class);
            }
        }
    }

    @Test
    void commandBeyondFourKilobytesIsRefusedWithItsLimit() {
        EscalationStep step = new EscalationStep(
                0,
                EscalationStep.Condition.ALWAYS,
                EscalationStep.Action.CALL,
                1,
                Collections.nCopies(60, "contact-0123456789"),
                List.of());
        Command.Signal tooLong = new Command.Signal(
                new SignalKey(new DeviceId("d"), 1, 1),
                1,
                1,
                null,
                new DeviceMessage.SosPressed(1, null),
                AlertStatus.ACTUAL,
                new EscalationPlan("long", Collections.nCopies(6, step), List.of(), List.of()),
                List.of());

        assertThatThrownBy(() -> CommandCodec.encode(tooLong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Signal: a command has at most 4096 bytes");
    }

    @Test
    void anEventHoldsTheReachesOfAllContactsThatThreeCommandsCanName() throws MalformedFrame {
        List<String> contacts = Collections.nCopies(4_080, "");
        EscalationStep call = new EscalationStep(
                0, EscalationStep.Condition.ALWAYS, EscalationStep.Action.CALL, 1, contacts, List.of());
        Reach reach = new Reach("", 4, 9, 100_000, Reach.State.WAITING, Long.MAX_VALUE, 31, true);
        AlertView.Step step = new AlertView.Step(0, call, 1, 1, false, 1, Collections.nCopies(4_080, reach));
        CommittedEvent widest = new Samples(SEED).committedWith(List.of(step, step, step));

        assertThat(EventCodec.decode(EventCodec.encode(widest))).isEqualTo(widest);
    }

    private static int tryCommand(byte[] bytes) {
        try {
            CommandCodec.decode(bytes);
            return 0;
        } catch (MalformedFrame expected) {
            return 1;
        }
    }

    private static int tryOutcome(byte[] bytes) {
        try {
            OutcomeCodec.decode(bytes);
            return 0;
        } catch (MalformedFrame expected) {
            return 1;
        }
    }

    private static int tryEvent(byte[] bytes) {
        try {
            EventCodec.decode(bytes);
            return 0;
        } catch (MalformedFrame expected) {
            return 1;
        }
    }

    /** Flips bytes, cuts, or appends. */
    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        int flips = 1 + random.nextInt(3);
        for (int i = 0; i < flips; i++) {
            mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(mutated, random.nextInt(mutated.length));
            case 1 -> Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(9));
            default -> mutated;
        };
    }

    private static Snapshot load(List<byte[]> chunks) throws MalformedFrame {
        SnapshotLoader loader = new SnapshotLoader();
        for (byte[] chunk : chunks) {
            loader.accept(chunk);
        }
        return loader.snapshot();
    }

    private static byte[] join(List<byte[]> chunks) {
        byte[] joined = new byte[chunks.stream().mapToInt(chunk -> chunk.length).sum()];
        int at = 0;
        for (byte[] chunk : chunks) {
            System.arraycopy(chunk, 0, joined, at, chunk.length);
            at += chunk.length;
        }
        return joined;
    }

    private static List<byte[]> cut(byte[] bytes, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(5_000));
            pieces.add(Arrays.copyOfRange(bytes, at, at + length));
            at += length;
        }
        return pieces;
    }
}
