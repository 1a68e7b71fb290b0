package care.convoy.alertlog.emergency;

import static care.convoy.alertlog.emergency.Plight.HELPED;
import static care.convoy.alertlog.emergency.Plight.LI;
import static care.convoy.alertlog.emergency.Plight.WANG;
import static care.convoy.alertlog.emergency.Plight.alert;
import static care.convoy.alertlog.emergency.Plight.press;
import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.Command;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.AlertLog.Health;
import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.Receipt.Durability;
import care.convoy.device.DeviceId;
import care.convoy.escalation.EscalationStep.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command answered on one side of the edge of an emergency and sent again on the other: carried out once. */
class AcrossTheEdgeTest {
    private Plight plight;
    private AlertId alert;

    @BeforeEach
    void begin() throws IOException {
        plight = new Plight();
        alert = alert(plight.answered(press("r1", 1)));
    }

    @AfterEach
    void end() {
        plight.log.close();
    }

    private long version() {
        return Objects.requireNonNull(plight.inner.core.find(alert)).version();
    }

    private Receipt take(Command command, Durability durability) {
        CompletableFuture<Receipt> answer = plight.submit(command);
        plight.log.poll();
        assertThat(answer).isDone();
        Receipt receipt = answer.join();
        assertThat(receipt.durability()).isEqualTo(durability);
        return receipt;
    }

    /** As the first time, but that it is marked as a repeat and a version of the gateway alone as one. */
    private static void requireSame(Receipt first, Receipt again) {
        switch (first.outcome()) {
            case Outcome.Done done ->
                assertThat(again.outcome())
                        .isIn(
                                new Outcome.Done(done.alert(), done.version(), true),
                                new Outcome.Done(done.alert(), -done.version(), true));
            case Outcome.Refused refused ->
                assertThat(again.outcome())
                        .isIn(
                                refused,
                                new Outcome.Refused(
                                        refused.reason(),
                                        refused.owner(),
                                        refused.ownedSinceMillis(),
                                        -refused.version()));
        }
    }

    private long count(Class<? extends Event> kind) {
        return plight.inner.events.stream().filter(kind::isInstance).count();
    }

    // ---- answered alone, sent again to the log

    @Test
    void claimThatWasGivenUpAgainIsNoNewClaimAfterTheMerge() {
        plight.loseLog();
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = take(claim, Durability.LOCAL);
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.regainLog();

        Receipt again = take(claim, Durability.COMMITTED);

        requireSame(first, again);
        assertThat(Objects.requireNonNull(plight.inner.core.find(alert)).owner())
                .isNull();
    }

    @Test
    void summonIsNotSentForAgain() {
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, version()));
        Command.Summon summon = new Command.Summon(plight.id(LI), alert, List.of(Action.REQUEST_AMBULANCE));
        Receipt first = take(summon, Durability.LOCAL);
        plight.regainLog();
        long before = plight.inner.events.size();

        requireSame(first, take(summon, Durability.COMMITTED));

        assertThat(plight.inner.events).hasSize((int) before);
    }

    @Test
    void refusalIsGivenAgain() {
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, version()));
        Command.Claim claim = new Command.Claim(plight.id(WANG), alert, version());
        Receipt first = take(claim, Durability.LOCAL);
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.regainLog();

        Receipt again = take(claim, Durability.COMMITTED);

        assertThat(again.outcome()).isInstanceOf(Outcome.Refused.class);
        requireSame(first, again);
    }

    @Test
    void versionOfTheGatewayAloneIsNegativeInTheLog() {
        plight.loseLog();
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        take(claim, Durability.LOCAL);
        plight.regainLog();

        assertThat(((Outcome.Done) plight.answered(claim).outcome()).version()).isNegative();
    }

    @Test
    void otherContentWithTheSameIdIsRefusedAfterTheMerge() {
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, version()));
        CommandId id = plight.id(LI);
        plight.answered(new Command.Summon(id, alert, List.of(Action.CALL)));
        plight.regainLog();

        Receipt other = plight.answered(new Command.Summon(id, alert, List.of(Action.REQUEST_AMBULANCE)));

        assertThat(other.outcome()).isEqualTo(new Outcome.Refused(Outcome.Reason.KEY_REUSED, null, 0, 0));
    }

    @Test
    void caseThatWasClosedAloneIsNotClosedAgainAfterItWasReopened() {
        plight.loseLog();
        plight.answered(new Command.Claim(plight.id(LI), alert, version()));
        Command.Resolve resolve = new Command.Resolve(plight.id(LI), alert, version(), HELPED, null);
        Receipt first = take(resolve, Durability.LOCAL);
        plight.regainLog();
        plight.answered(new Command.Reopen(plight.id(LI), alert, null));

        requireSame(first, take(resolve, Durability.COMMITTED));

        assertThat(plight.inner.core.find(alert)).isNotNull();
        assertThat(count(Event.Resolved.class)).isEqualTo(1);
    }

    @Test
    void noteIsAddedOnceAndAnsweredAsItWas() {
        plight.loseLog();
        Command.AddNote note = plight.note(LI, alert, "the neighbour goes");
        Receipt first = take(note, Durability.LOCAL);
        plight.regainLog();

        requireSame(first, take(note, Durability.COMMITTED));

        assertThat(count(Event.NoteAdded.class)).isEqualTo(1);
    }

    @Test
    void noteOfAnAlertThatTheLogNamesOtherwiseIsKnownByTheNameItHadHere() {
        plight.loseLog();
        // the log has closed r1's case and opened another one meanwhile, of which nobody here knows
        AlertId here = alert(plight.answered(press("r2", 1)));
        plight.inner.apply(press("r2", 9));
        Command.AddNote note = plight.note(LI, here, "the neighbour goes");
        Receipt first = take(note, Durability.LOCAL);
        plight.regainLog();
        assertThat(plight.inner.core.find(here)).isNull();

        requireSame(first, take(note, Durability.COMMITTED));

        assertThat(count(Event.NoteAdded.class)).isEqualTo(1);
    }

    @Test
    void testOfADeviceIsNotBegunAgain() {
        plight.loseLog();
        DeviceId device = new DeviceId("band-r7");
        Command.BeginTest test = new Command.BeginTest(plight.id(LI), device, 3_600_000);
        Receipt first = take(test, Durability.LOCAL);
        plight.regainLog();
        plight.answered(new Command.EndTest(plight.id(LI), device));

        requireSame(first, take(test, Durability.COMMITTED));

        assertThat(plight.inner.core.tests()).isEmpty();
    }

    @Test
    void answersOfAnEmergencyWhoseMergeIsCutOffAreToldByTheNextOne() {
        plight.loseLog();
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = take(claim, Durability.LOCAL);
        plight.answered(new Command.Release(plight.id(LI), alert));
        for (int commands = 0; commands < 2; commands++) {
            plight.inner.health = Health.READY;
            plight.inner.mood = CoreLog.Mood.ANSWERS;
            plight.inner.diesAfter = commands;
            plight.pass(Duration.ofSeconds(3));
            requireSame(first, take(claim, Durability.LOCAL));
        }
        plight.regainLog();

        requireSame(first, take(claim, Durability.COMMITTED));
        assertThat(Objects.requireNonNull(plight.inner.core.find(alert)).owner())
                .isNull();
    }

    @Test
    void answersSurviveACrashInTheEmergency() throws IOException {
        plight.loseLog();
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = take(claim, Durability.LOCAL);
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.begin(new MemoryDisk(plight.disk.safe()));
        plight.regainLog();

        requireSame(first, take(claim, Durability.COMMITTED));
    }

    @Test
    void whatThePersonWasToldCountsAndNotWhatTheLogDidWithTheSameCommand() {
        plight.inner.mood = CoreLog.Mood.LATE;
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        var answer = plight.submit(claim);
        plight.pass(Duration.ofSeconds(1));
        Receipt first = answer.join();
        assertThat(first.durability()).isEqualTo(Durability.LOCAL);
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.inner.apply(new Command.Claim(plight.id(WANG), alert, version()));
        plight.inner.catchUp();
        plight.inner.mood = CoreLog.Mood.ANSWERS;
        plight.regainLog();

        requireSame(first, take(claim, Durability.COMMITTED));
    }

    @Test
    void asManyAnswersAsAreToldAtOnceFitIntoACommand() {
        OperatorId longest = new OperatorId("\u6C34".repeat(64));
        CoreState.Answered answered = new CoreState.Answered(
                new CommandId(longest, new UUID(-1, -1)),
                CoreState.CommandType.CLAIM,
                alert,
                new DeviceId("d".repeat(64)),
                Integer.MIN_VALUE,
                new Outcome.Refused(Outcome.Reason.FULL, longest, Long.MIN_VALUE, Long.MIN_VALUE));

        byte[] frame = CommandCodec.encode(new Command.Remember(Collections.nCopies(Merge.ANSWERS_AT_ONCE, answered)));

        assertThat(frame.length).isLessThanOrEqualTo(CommandCodec.MAX_BYTES);
    }

    @Test
    void manyAnswersAreAllTold() {
        plight.loseLog();
        List<Command> all = new ArrayList<>();
        List<Receipt> first = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            all.add(new Command.Claim(plight.id(LI), alert, version()));
            all.add(new Command.Release(plight.id(LI), alert));
        }
        all.forEach(command -> first.add(plight.answered(command)));
        plight.regainLog();
        long before = plight.inner.events.size();

        for (int i = 0; i < all.size(); i++) {
            requireSame(first.get(i), take(all.get(i), Durability.COMMITTED));
        }
        assertThat(plight.inner.events).hasSize((int) before);
    }

    // ---- answered by the log, sent again without it

    @Test
    void claimThatTheLogAnsweredIsAnsweredAgainAlone() {
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = take(claim, Durability.COMMITTED);
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.loseLog();

        requireSame(first, take(claim, Durability.LOCAL));

        assertThat(plight.provisionalOpen).allMatch(view -> view.owner() == null);
        plight.regainLog();
        assertThat(Objects.requireNonNull(plight.inner.core.find(alert)).owner())
                .isNull();
        requireSame(first, take(claim, Durability.COMMITTED));
    }

    @Test
    void answerAboutACaseThatIsClosedIsGivenAgainAlone() {
        plight.answered(new Command.Claim(plight.id(LI), alert, version()));
        Command.Resolve resolve = new Command.Resolve(plight.id(LI), alert, version(), HELPED, null);
        Receipt first = take(resolve, Durability.COMMITTED);
        plight.loseLog();

        requireSame(first, take(resolve, Durability.LOCAL));
    }

    @Test
    void otherContentWithTheSameIdIsRefusedAlone() {
        CommandId id = plight.id(LI);
        plight.answered(new Command.Claim(id, alert, version()));
        plight.loseLog();

        Receipt other = plight.answered(new Command.Release(id, alert));

        assertThat(other.outcome()).isEqualTo(new Outcome.Refused(Outcome.Reason.KEY_REUSED, null, 0, 0));
    }

    @Test
    void whatTheLogAnsweredIsKnownAfterACrashInTheEmergency() throws IOException {
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = take(claim, Durability.COMMITTED);
        DeviceId device = new DeviceId("band-r7");
        Command.BeginTest test = new Command.BeginTest(plight.id(LI), device, 3_600_000);
        Receipt begun = take(test, Durability.COMMITTED);
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.loseLog();
        plight.answered(plight.note(WANG, alert, "on my way"));

        plight.begin(new MemoryDisk(plight.disk.safe()));

        requireSame(first, take(claim, Durability.LOCAL));
        requireSame(begun, take(test, Durability.LOCAL));
        assertThat(plight.provisionalOpen).allMatch(view -> view.owner() == null);
    }

    @Test
    void whatASlowLogAnsweredInTheEmergencyIsKnownAfterACrash() throws IOException {
        plight.inner.mood = CoreLog.Mood.LATE;
        plight.submit(press("r2", 1));
        plight.pass(Duration.ofMillis(600));
        plight.inner.mood = CoreLog.Mood.ANSWERS;
        plight.pass(Duration.ofMillis(100));
        plight.inner.mood = CoreLog.Mood.LATE;
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        CompletableFuture<Receipt> answer = plight.submit(claim);
        plight.pass(Duration.ofMillis(300));
        assertThat(plight.log.degradedBecause()).isNotNull();
        plight.inner.catchUp();
        Receipt first = answer.join();
        assertThat(first.durability()).isEqualTo(Durability.COMMITTED);
        plight.inner.health = Health.NO_QUORUM;
        plight.pass(Duration.ofMillis(200));
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.inner.mood = CoreLog.Mood.DEAF;

        plight.begin(new MemoryDisk(plight.disk.safe()));
        plight.known.reset(CoreLog.LOG_ID, List.of(), List.of(), List.of());

        requireSame(first, take(claim, Durability.LOCAL));
        assertThat(plight.provisionalOpen).allMatch(view -> view.owner() == null);
    }

    @Test
    void afterACrashTheLatestAnswersAboutAnAlertAreKnown() throws IOException {
        List<Command> all = new ArrayList<>();
        List<Receipt> first = new ArrayList<>();
        for (int i = 0; i < KnownFrame.KEPT_ANSWERS; i++) {
            all.add(new Command.Claim(plight.id(LI), alert, version()));
            all.add(new Command.Release(plight.id(LI), alert));
        }
        all.forEach(command -> first.add(plight.answered(command)));
        plight.loseLog();
        plight.answered(plight.note(WANG, alert, "on my way"));
        plight.begin(new MemoryDisk(plight.disk.safe()));

        for (int i = all.size() - KnownFrame.KEPT_ANSWERS; i < all.size(); i++) {
            requireSame(first.get(i), take(all.get(i), Durability.LOCAL));
        }
    }

    @Test
    void whatTheLogAnsweredWhileItWasLeftIsKnownWhenItHasComeToRest() {
        plight.inner.staysUp = true;
        plight.log.degrade("disk", "the disk is almost full");
        plight.pass(Duration.ofSeconds(2));
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = plight.inner.apply(claim);
        plight.inner.health = Health.STOPPED;
        plight.pass(Duration.ofSeconds(1));

        requireSame(first, take(claim, Durability.LOCAL));
    }

    @Test
    void whatASlowLogAnswersWhenTheEmergencyHasBegunIsKnown() {
        plight.loseLog();
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = plight.inner.apply(claim);

        requireSame(first, take(claim, Durability.LOCAL));

        assertThat(plight.provisionalOpen).allMatch(view -> view.owner() == null);
    }

    @Test
    void anAnswerThatWasToldInOneEmergencyIsGivenInTheNextOne() {
        plight.loseLog();
        Command.Claim claim = new Command.Claim(plight.id(LI), alert, version());
        Receipt first = take(claim, Durability.LOCAL);
        plight.answered(new Command.Release(plight.id(LI), alert));
        plight.regainLog();
        plight.loseLog();

        requireSame(first, take(claim, Durability.LOCAL));
    }
}
