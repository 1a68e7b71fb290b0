package care.convoy.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProviderChannelTest {
    private static final long NIGHT = Instant.parse("2026-11-23T19:00:00Z").toEpochMilli();

    private final Deque<Runnable> turns = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private final HandProvider provider = new HandProvider(1);
    private final List<String> reports = new ArrayList<>();
    private long now = NIGHT;
    private ProviderChannel channel = channel(100);

    private final class HandProvider implements Provider {
        final List<Message> sent = new ArrayList<>();
        final Map<EffectKey, Consumer<Told>> told = new java.util.HashMap<>();
        final List<EffectKey> withdrawn = new ArrayList<>();
        private final int lines;
        boolean breaks;

        HandProvider(int lines) {
            this.lines = lines;
        }

        @Override
        public ChannelKind kind() {
            return ChannelKind.VOICE;
        }

        @Override
        public String name() {
            return "hand";
        }

        @Override
        public int lines() {
            return lines;
        }

        @Override
        public void send(Message message, Consumer<Told> hears) {
            sent.add(message);
            told.put(message.key(), hears);
            if (breaks) {
                throw new IllegalStateException("broken");
            }
        }

        @Override
        public void withdraw(EffectKey key) {
            withdrawn.add(key);
        }

        @Override
        public void close() {}
    }

    private ProviderChannel channel(int most) {
        Worker worker = new Worker() {
            @Override
            public void execute(Runnable work) {
                turns.add(work);
            }

            @Override
            public void after(long millis, Runnable work) {
                later.add(work);
            }

            @Override
            public void close() {}
        };
        return new ProviderChannel(
                provider,
                new ProviderChannel.Context(
                        new People(
                                Cases.directory(
                                        Cases.contact("c1", "13900000001", ""),
                                        Cases.contact("day", "13900000002", "08:00-20:00"),
                                        Cases.contact("mute", "", "")),
                                new DutyDesks(Map.of(ChannelKind.VOICE, "13900009999"), Map.of())),
                        new Wording(ZoneId.of("Asia/Shanghai"), "护航", ""),
                        (alert, to) -> "https://c.example/" + to.contact()),
                () -> Instant.ofEpochMilli(now),
                worker,
                most);
    }

    private void work() {
        while (!turns.isEmpty()) {
            turns.remove().run();
        }
    }

    private AlertView ask(int number, Priority priority, long receivedAt, Action action, String contact) {
        AlertView alert = Cases.alert(
                number, priority, receivedAt, Reach.State.STARTED, AlertState.QUEUED, AlertKind.SOS, action, contact);
        channel.send(
                Cases.effect(alert, action, contact, ChannelKind.VOICE),
                alert,
                report -> reports.add(number + " " + report));
        work();
        return alert;
    }

    private AlertView ask(int number, Priority priority, long receivedAt) {
        return ask(number, priority, receivedAt, Action.CALL, "c1");
    }

    private void tell(AlertView alert, Told told) {
        Consumer<Told> hears = provider.told.get(new EffectKey(alert.id(), Cases.STEP, 1));
        assertThat(hears).isNotNull();
        hears.accept(told);
        work();
    }

    private List<Long> sentOrder() {
        return provider.sent.stream()
                .map(message -> Long.parseLong(message.key().alert().toString().isEmpty() ? "0" : numberOf(message)))
                .toList();
    }

    private String numberOf(Message message) {
        for (int number = 1; number < 50; number++) {
            if (Cases.alert(number, Priority.P1, 0, Reach.State.STARTED)
                    .id()
                    .equals(message.key().alert())) {
                return String.valueOf(number);
            }
        }
        return "0";
    }

    @Test
    void saysItToWhoeverIsMeant() {
        AlertView alert = ask(1, Priority.P1, NIGHT);

        Message message = provider.sent.getFirst();
        assertThat(message.to().address()).isEqualTo("13900000001");
        assertThat(message.text()).contains("王奶奶");
        assertThat(message.link()).isEqualTo("https://c.example/c1");
        assertThat(message.toString()).doesNotContain("王", "139");
        tell(alert, Told.ACCEPTED);
        assertThat(reports).containsExactly("1 ACCEPTED");
        assertThat(channel.busy()).isZero();
    }

    @Test
    void reachesDutyDesksByTheirOwnNumbers() {
        ask(1, Priority.P1, NIGHT, Action.CALL_SUPERVISOR, "");
        assertThat(provider.sent.getFirst().to().address()).isEqualTo("13900009999");
        assertThat(provider.sent.getFirst().link()).isEmpty();
        ask(2, Priority.P1, NIGHT, Action.REQUEST_AMBULANCE, "");
        assertThat(reports).containsExactly("2 UNREACHABLE");
    }

    @Test
    void whoHasNoAddressOrIsNotInTheRecordsIsToldAtOnce() {
        ask(1, Priority.P1, NIGHT, Action.CALL, "mute");
        ask(2, Priority.P1, NIGHT, Action.CALL, "moved-away");
        assertThat(reports).containsExactly("1 UNREACHABLE", "2 UNREACHABLE");
        assertThat(channel.counters().noAddress()).isEqualTo(2);
    }

    @Test
    void hoursHoldForWhatIsNotUrgentOnly() {
        ask(1, Priority.P2, NIGHT, Action.CALL, "day");
        assertThat(reports).containsExactly("1 UNREACHABLE");
        assertThat(channel.counters().outOfHours()).isOne();
        ask(2, Priority.P1, NIGHT, Action.CALL, "day");
        assertThat(provider.sent).hasSize(1);
    }

    @Test
    void aPressGoesFirstThenTheOlderAlert() {
        AlertView first = ask(1, Priority.P3, NIGHT);
        ask(2, Priority.P3, NIGHT - 5);
        ask(3, Priority.P1, NIGHT);
        ask(4, Priority.P1, NIGHT - 9);
        assertThat(sentOrder()).containsExactly(1L);
        assertThat(channel.depth()).isEqualTo(3);

        tell(first, Told.NO_ANSWER);
        for (int next : new int[] {4, 3, 2}) {
            tell(Cases.alert(next, Priority.P1, 0, Reach.State.STARTED), Told.BUSY);
        }
        assertThat(sentOrder()).containsExactly(1L, 4L, 3L, 2L);
        assertThat(reports).containsExactly("1 NO_ANSWER", "4 NO_ANSWER", "3 NO_ANSWER", "2 NO_ANSWER");
    }

    @Test
    void aLesserOneGivesWayWhenItIsFull() {
        channel = channel(2);
        ask(1, Priority.P1, NIGHT);
        ask(2, Priority.P1, NIGHT);
        ask(3, Priority.P2, NIGHT);
        ask(4, Priority.P1, NIGHT);
        assertThat(reports).containsExactly("3 FAILED");
        ask(5, Priority.P1, NIGHT + 1);
        assertThat(reports).containsExactly("3 FAILED", "5 FAILED");
        assertThat(channel.counters().crowdedOut()).isEqualTo(2);
    }

    @Test
    void whatWaitsGoesWhenTheCoreWaitsForItNoMore() {
        AlertView first = ask(1, Priority.P1, NIGHT);
        ask(2, Priority.P1, NIGHT);
        channel.stood(Cases.alert(2, Priority.P1, NIGHT, Reach.State.WAITING));
        work();
        tell(first, Told.DECLINED);
        assertThat(sentOrder()).containsExactly(1L);
        assertThat(channel.counters().withdrawn()).isOne();
    }

    @Test
    void aCallUnderWayEndsWhenSomebodyElseComesAndNotWhenItOnlyTakesLong() {
        AlertView alert = ask(1, Priority.P1, NIGHT);
        channel.stood(Cases.alert(1, Priority.P1, NIGHT, Reach.State.WAITING));
        work();
        assertThat(provider.withdrawn).isEmpty();
        channel.stood(Cases.alert(1, Priority.P1, NIGHT, Reach.State.STOPPED));
        work();
        assertThat(provider.withdrawn).containsExactly(new EffectKey(alert.id(), Cases.STEP, 1));
        // who answers all the same is heard
        tell(alert, Told.ACCEPTED);
        assertThat(reports).containsExactly("1 ACCEPTED");
    }

    @Test
    void aCallUnderWayEndsWhenWhoIsCalledHasAnsweredAnotherWay() {
        AlertView answered = ask(1, Priority.P1, NIGHT);
        channel.stood(Cases.alert(1, Priority.P1, NIGHT, Reach.State.DELIVERED));
        work();
        assertThat(provider.withdrawn).isEmpty();
        channel.stood(Cases.alert(1, Priority.P1, NIGHT, Reach.State.ACCEPTED));
        work();
        assertThat(provider.withdrawn).containsExactly(new EffectKey(answered.id(), Cases.STEP, 1));
    }

    @Test
    void whoseAlertBecameUrgentMovesUp() {
        AlertView first = ask(1, Priority.P1, NIGHT);
        ask(2, Priority.P2, NIGHT);
        ask(3, Priority.P2, NIGHT - 9);
        channel.stood(Cases.alert(2, Priority.P1, NIGHT, Reach.State.STARTED));
        work();
        tell(first, Told.DECLINED);
        assertThat(sentOrder()).containsExactly(1L, 2L);
    }

    @Test
    void aProviderThatDoesNotAnswerHoldsUpNobody() {
        for (int number = 1; number <= 3; number++) {
            tell(ask(number, Priority.P1, NIGHT), Told.DOWN);
        }
        assertThat(channel.isCircuitOpen()).isTrue();
        ask(4, Priority.P1, NIGHT);
        assertThat(reports).containsExactly("1 FAILED", "2 FAILED", "3 FAILED", "4 FAILED");
        assertThat(provider.sent).hasSize(3);

        now += Circuit.SHORTEST_MILLIS;
        AlertView probe = ask(5, Priority.P1, NIGHT);
        assertThat(provider.sent).hasSize(4);
        tell(probe, Told.NO_ANSWER);
        assertThat(channel.isCircuitOpen()).isFalse();
        ask(6, Priority.P1, NIGHT);
        assertThat(provider.sent).hasSize(5);
    }

    @Test
    void aProbeThatFailsDoublesTheTime() {
        for (int number = 1; number <= 3; number++) {
            tell(ask(number, Priority.P1, NIGHT), Told.DOWN);
        }
        now += Circuit.SHORTEST_MILLIS;
        tell(ask(4, Priority.P1, NIGHT), Told.DOWN);
        now += Circuit.SHORTEST_MILLIS;
        ask(5, Priority.P1, NIGHT);
        assertThat(provider.sent).hasSize(4);
        now += Circuit.SHORTEST_MILLIS;
        ask(6, Priority.P1, NIGHT);
        assertThat(provider.sent).hasSize(5);
    }

    @Test
    void aThrottledOneKeepsItsPlaceAndIsSaidAfterThePause() {
        AlertView alert = ask(1, Priority.P1, NIGHT);
        tell(alert, Told.THROTTLED);
        ask(2, Priority.P1, NIGHT + 1);
        assertThat(provider.sent).hasSize(1);
        assertThat(reports).isEmpty();
        now += 1_000;
        timePasses();
        assertThat(sentOrder()).containsExactly(1L, 1L);
    }

    @Test
    void aReceiptThatComesAfterTheLineIsFreeIsHeard() {
        AlertView alert = ask(1, Priority.P1, NIGHT);
        tell(alert, Told.TAKEN);
        assertThat(channel.busy()).isZero();
        assertThat(reports).isEmpty();
        tell(alert, Told.DELIVERED);
        tell(alert, Told.ACCEPTED);
        assertThat(reports).containsExactly("1 DELIVERED", "1 ACCEPTED");
    }

    @Test
    void aProviderThatThrowsHasFailedThisOne() {
        provider.breaks = true;
        ask(1, Priority.P1, NIGHT);
        assertThat(reports).containsExactly("1 FAILED");
        assertThat(channel.busy()).isZero();
    }

    private void timePasses() {
        List<Runnable> due = List.copyOf(later);
        later.clear();
        due.forEach(Runnable::run);
        work();
    }

    @Test
    void aMessageOfWhichTheProviderSaysNothingFreesItsLine() {
        ask(1, Priority.P1, 1);
        ask(2, Priority.P1, 2);
        assertThat(sentOrder()).containsExactly(1L);
        timePasses();
        assertThat(reports).containsExactly("1 FAILED");
        assertThat(sentOrder()).containsExactly(1L, 2L);
        assertThat(channel.counters().silent()).isEqualTo(1);
    }

    @Test
    void aProbeOfWhichTheProviderSaysNothingIsNotTheLastOne() {
        for (int number = 1; number <= Circuit.FAILURES; number++) {
            tell(ask(number, Priority.P1, number), Told.DOWN);
        }
        now += Circuit.LONGEST_MILLIS;
        ask(10, Priority.P1, 10);
        timePasses();
        now += 2 * Circuit.LONGEST_MILLIS;
        AlertView probe = ask(11, Priority.P1, 11);
        tell(probe, Told.DELIVERED);
        assertThat(reports).contains("10 FAILED", "11 DELIVERED");
        assertThat(channel.isCircuitOpen()).isFalse();
    }

    @Test
    void whatHasEndedIsNotEndedOnceMore() {
        tell(ask(1, Priority.P1, 1), Told.DELIVERED);
        timePasses();
        assertThat(reports).containsExactly("1 DELIVERED");
        assertThat(channel.counters().silent()).isZero();
    }

    @Test
    void whoWaitsForALineIsSaidToWaitAndThenToHaveIt() {
        AlertView first = ask(1, Priority.P1, 1);
        ask(2, Priority.P1, 2);
        now += 20_000;
        later.removeFirst();
        timePasses();
        assertThat(reports).containsExactly("2 QUEUED");
        now += 20_000;
        timePasses();
        assertThat(reports).containsExactly("2 QUEUED", "2 QUEUED");
        tell(first, Told.DECLINED);
        assertThat(reports).containsExactly("2 QUEUED", "2 QUEUED", "1 DECLINED", "2 UNDER_WAY");
        assertThat(sentOrder()).containsExactly(1L, 2L);
    }

    @Test
    void whoHasWaitedOnlyForAMomentIsNotSaidTo() {
        AlertView first = ask(1, Priority.P1, 1);
        ask(2, Priority.P1, 2);
        later.removeFirst();
        now += 10_000;
        timePasses();
        tell(first, Told.DECLINED);
        assertThat(reports).containsExactly("1 DECLINED");
    }

    @Test
    void whoTakesTheCallHasTimeForItsEnd() {
        AlertView alert = ask(1, Priority.P1, 1);
        tell(alert, Told.ANSWERED);
        assertThat(channel.busy()).isOne();
        tell(alert, Told.ACCEPTED);
        assertThat(reports).containsExactly("1 UNDER_WAY", "1 ACCEPTED");
        assertThat(channel.busy()).isZero();
    }
}
