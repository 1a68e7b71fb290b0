package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.HELPED;
import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.Receipt;
import care.convoy.device.SignalKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The gateway's process dies: while it writes its journal, while it brings everything to the log, at any moment. */
class EmergencyCrashTest {
    /** A press that was acknowledged, when the journal had been forced so often. */
    private record Acknowledged(int images, long nanos, SignalKey key) {}

    private static final class Story {
        final Plight plight;
        final List<Acknowledged> acknowledged = new ArrayList<>();
        final AlertId former;
        AlertId closed;

        /** Of three residents: one with an alert of before who presses again, one whose case is closed, one who waits. */
        Story() throws IOException {
            plight = new Plight();
            former = alert(plight.answered(press("r0", 1)));
            plight.loseLog();
        }

        void tell() {
            pressed("r0", 2);
            closed = pressed("r1", 1);
            plight.answered(new Command.Claim(plight.id(LI), closed, -99));
            plight.answered(plight.note(LI, closed, "she answers the phone"));
            pressed("r2", 1);
            plight.pass(Duration.ofSeconds(16));
            plight.answered(new Command.Resolve(plight.id(LI), closed, -99, HELPED, null));
            plight.answered(new Command.Claim(plight.id(LI), former, -99));
            plight.answered(plight.note(LI, former, "the neighbour goes"));
        }

        private AlertId pressed(String resident, long sequence) {
            Command.Signal press = press(resident, sequence);
            AlertId alert = alert(plight.answered(press));
            acknowledged.add(new Acknowledged(plight.disk.images.size(), plight.clock.nanos, press.key()));
            return alert;
        }
    }

    private static void requireDone(Plight plight, Story story) {
        assertThat(plight.log.health()).isEqualTo(AlertLog.Health.READY);
        assertThat(plight.inner.core.open())
                .extracting(view -> Objects.requireNonNull(view.resident()).value())
                .containsExactlyInAnyOrder("r0", "r2");
        AlertView former = Objects.requireNonNull(plight.inner.core.find(story.former));
        assertThat(former.presses()).isEqualTo(2);
        assertThat(former.owner()).isEqualTo(LI);
        assertThat(count(plight, Event.Raised.class)).isEqualTo(3);
        assertThat(count(plight, Event.NoteAdded.class)).isEqualTo(2);
        assertThat(count(plight, Event.Resolved.class)).isEqualTo(1);
    }

    private static long count(Plight plight, Class<? extends Event> kind) {
        return plight.inner.events.stream().filter(kind::isInstance).count();
    }

    @Test
    void everyPlaceInTheJournalWhereTheProcessMayDie() throws IOException {
        Story whole = new Story();
        whole.tell();
        int images = whole.plight.disk.images.size();
        assertThat(images).isGreaterThan(9);
        for (int image = 1; image <= images; image++) {
            resume(whole, image, whole.plight.disk.images.get(image - 1));
            if (image < images) {
                resume(whole, image, whole.plight.disk.torn.get(image));
            }
        }
    }

    private static void resume(Story whole, int image, byte[] disk) throws IOException {
        Story other = new Story();
        other.plight.clock.nanos = whole.plight.clock.nanos;
        other.plight.begin(new MemoryDisk(disk));
        other.plight.regainLog();
        assertThat(other.plight.log.health()).isEqualTo(AlertLog.Health.READY);
        Set<SignalKey> inLog = new HashSet<>();
        for (CoreState.KnownSignal known : other.plight.inner.core.export().signals()) {
            inLog.add(known.key());
        }
        for (Acknowledged press : whole.acknowledged) {
            if (press.images() <= image) {
                assertThat(inLog)
                        .as("acknowledged with image %d of %d", press.images(), image)
                        .contains(press.key());
            }
        }
        assertThat(count(other.plight, Event.Raised.class)).isLessThanOrEqualTo(3);
        assertThat(new MemoryDisk(other.plight.disk.safe()).size()).isEqualTo(MemoryDisk.BYTES);
        assertThat(EmergencyJournal.on(new MemoryDisk(other.plight.disk.safe())).found())
                .isEmpty();
    }

    @TestFactory
    List<DynamicTest> everyCommandOfTheMergeAfterWhichTheProcessMayDie() throws IOException {
        Story whole = new Story();
        whole.tell();
        int before = whole.plight.inner.applied.size();
        whole.plight.regainLog();
        requireDone(whole.plight, whole);
        int sent = (int) whole.plight.inner.applied.stream()
                .skip(before)
                .filter(command -> !(command instanceof Command.Tick))
                .count();
        assertThat(sent)
                .as("3 presses, 2 notes, 3 handlings, the answers to what was told and to the rest")
                .isEqualTo(10);
        return IntStream.rangeClosed(0, sent)
                .mapToObj(died -> DynamicTest.dynamicTest("after " + died, () -> dieAfter(died)))
                .toList();
    }

    private static void dieAfter(int commands) throws IOException {
        for (boolean lastWordsLost : new boolean[] {true, false}) {
            Story story = new Story();
            story.tell();
            Plight plight = story.plight;
            plight.inner.health = AlertLog.Health.READY;
            plight.inner.mood = CoreLog.Mood.ANSWERS;
            plight.inner.diesAfter = commands;
            plight.pass(Duration.ofMillis(50));
            plight.begin(new MemoryDisk(lastWordsLost ? plight.disk.safe() : plight.disk.now()));
            plight.regainLog();
            requireDone(plight, story);
        }
    }

    @Test
    void replayDoesWhatWasDoneAtTheTimeAtWhichItWasDone() throws IOException {
        Story story = new Story();
        story.tell();
        story.plight.pass(Duration.ofSeconds(90));
        List<AlertView> before = story.plight.provisionalOpen.stream()
                .filter(view ->
                        view.resident() != null && !view.resident().value().equals("r0"))
                .toList();
        assertThat(before).hasSize(1);

        story.plight.begin(new MemoryDisk(story.plight.disk.safe()));

        assertThat(story.plight.provisionalOpen).containsAll(before);
    }

    // ---- anything at any time

    @Test
    void nothingAcknowledgedIsLostInAThousandStories() throws IOException {
        for (long seed = 0; seed < 1_000; seed++) {
            try {
                new Chance(seed).play();
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }

    /** The same stories find a journal whose disk does not keep what it says. */
    @Test
    void lostWritesAreNoticed() throws IOException {
        int noticed = 0;
        for (long seed = 0; seed < 100; seed++) {
            try {
                new Chance(seed, new MemoryDisk(MemoryDisk.BYTES).lying()).play();
            } catch (AssertionError lost) {
                noticed++;
            }
        }
        assertThat(noticed).isGreaterThan(10);
    }

    /** A story by chance. */
    private static final class Chance {
        private static final int RESIDENTS = 4;

        private final Random random;
        private final Plight plight;
        private final boolean lies;
        private final Map<SignalKey, CompletableFuture<Receipt>> presses = new HashMap<>();
        private final Map<String, Set<SignalKey>> byResident = new HashMap<>();
        private final Set<AlertId> seen = new HashSet<>();
        private final Set<String> closed = new HashSet<>();
        private long sequence;

        Chance(long seed) throws IOException {
            this(seed, new MemoryDisk(MemoryDisk.BYTES));
        }

        Chance(long seed, MemoryDisk disk) throws IOException {
            random = new Random(seed);
            plight = new Plight(disk);
            lies = disk.isLying();
        }

        void play() throws IOException {
            for (int step = 0; step < 60; step++) {
                act();
                if (random.nextInt(3) == 0) {
                    plight.pass(Duration.ofMillis(random.nextInt(2_500)));
                }
                plight.log.poll();
                look();
            }
            plight.regainLog();
            plight.pass(Duration.ofSeconds(5));
            judge();
        }

        private void act() throws IOException {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> press();
                case 4 -> plight.submit(new Command.Claim(plight.id(LI), any(), -999));
                case 5 -> plight.submit(plight.note(LI, any(), "note"));
                case 6 -> resolve();
                case 7 -> plight.loseLog();
                case 8 -> mood();
                case 9 -> plight.regainLog();
                case 10 -> plight.inner.diesAfter = random.nextInt(6);
                default -> crash();
            }
        }

        private void press() {
            String resident = "r" + random.nextInt(RESIDENTS);
            Command.Signal press = Plight.press(resident, ++sequence);
            presses.put(press.key(), plight.submit(press));
            byResident.computeIfAbsent(resident, _ -> new HashSet<>()).add(press.key());
        }

        private void mood() {
            CoreLog.Mood[] moods = CoreLog.Mood.values();
            plight.inner.mood = moods[random.nextInt(moods.length)];
        }

        private void resolve() {
            AlertId alert = any();
            plight.submit(new Command.Claim(plight.id(LI), alert, -999));
            plight.submit(new Command.Resolve(plight.id(LI), alert, -999, HELPED, null));
            closed.add("any");
        }

        private void crash() throws IOException {
            boolean lastWordsLost = random.nextBoolean();
            presses.values().removeIf(answer -> !answer.isDone());
            MemoryDisk next = new MemoryDisk(lastWordsLost ? plight.disk.safe() : plight.disk.now());
            plight.begin(lies ? next.lying() : next);
        }

        private AlertId any() {
            List<AlertId> all = new ArrayList<>(seen);
            return all.isEmpty() ? AlertId.of(Plight.press("r0", 0).key(), 0) : all.get(random.nextInt(all.size()));
        }

        private void look() {
            plight.provisionalOpen.forEach(view -> seen.add(view.id()));
            plight.inner.core.open().forEach(view -> seen.add(view.id()));
        }

        private void judge() {
            assertThat(plight.log.degradedBecause()).isNull();
            Map<SignalKey, AlertId> inLog = new HashMap<>();
            for (CoreState.KnownSignal known : plight.inner.core.export().signals()) {
                inLog.put(known.key(), known.alert());
            }
            presses.forEach((key, answer) -> {
                if (answer.isDone() && !answer.isCompletedExceptionally()) {
                    assertThat(inLog).as("acknowledged %s", key).containsKey(key);
                }
            });
            for (AlertView view : plight.inner.core.open()) {
                String resident = Objects.requireNonNull(view.resident()).value();
                assertThat(view.presses())
                        .as("presses of %s", resident)
                        .isLessThanOrEqualTo(
                                Objects.requireNonNull(byResident.get(resident)).size());
            }
            if (closed.isEmpty()) {
                assertThat(count(plight, Event.Raised.class)).isEqualTo(plight.inner.core.openCount());
            }
        }
    }
}
