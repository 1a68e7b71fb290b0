package care.convoy.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertCore;
import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Event;
import care.convoy.alert.Priority;
import care.convoy.alert.Reach;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationPlan;
import care.convoy.escalation.EscalationStep;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.escalation.EscalationStep.Condition;
import care.convoy.resident.Contact;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand alerts within ten minutes, a thirtieth of them presses, and thirty lines on which a call takes 30 s: the core and two channels on
 * virtual time. Nobody ever comes, so that everybody has to be called.
 */
class StormTest {
    private static final long START = Instant.parse("2026-11-23T02:00:00Z").toEpochMilli();
    private static final int ALERTS = 10_000;
    private static final int EACH_SO_MANY_A_PRESS = 30;
    private static final int LINES = 30;
    private static final long CALL_MILLIS = 30_000;
    private static final long OVER_MILLIS = 600_000;
    private static final EscalationPlan PLAN = new EscalationPlan(
            "own", List.of(call(60, "c1", "c2")), List.of(call(180, "c1")), List.of(call(180, "c1")));

    private final AlertCore core = new AlertCore(CoreLimits.standard());
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private final Trunk trunk = new Trunk();
    private final Carrier carrier = new Carrier();
    private final ProviderChannel voice = channel(trunk);
    private final ProviderChannel sms = channel(carrier);
    private final Map<AlertId, Long> presses = new LinkedHashMap<>();
    /** Calls that the core wants of presses and that have no line, with the time since when. */
    private final Map<EffectKey, Long> pressesWaiting = new HashMap<>();

    private long now = START;
    private long numbers;

    private record Task(long at, long number, Runnable work) {}

    /** Each call ends unanswered after its time. */
    private final class Trunk implements Provider {
        final Map<AlertId, Long> firstCall = new HashMap<>();
        final Set<String> called = new HashSet<>();
        final List<Boolean> urgent = new ArrayList<>();
        int busy;
        int most;

        @Override
        public ChannelKind kind() {
            return ChannelKind.VOICE;
        }

        @Override
        public String name() {
            return "trunk";
        }

        @Override
        public int lines() {
            return LINES;
        }

        @Override
        public void send(Message message, Consumer<Told> told) {
            busy++;
            most = Math.max(most, busy);
            AlertId alert = message.key().alert();
            firstCall.putIfAbsent(alert, now);
            called.add(alert + message.to().contact());
            urgent.add(message.urgent());
            if (!message.urgent()) {
                assertThat(pressesWaiting.values())
                        .as("presses that wait while a lesser one is called")
                        .allMatch(since -> since == now);
            }
            pressesWaiting.remove(message.key());
            in(CALL_MILLIS, () -> {
                busy--;
                told.accept(Told.NO_ANSWER);
            });
        }

        @Override
        public void close() {}
    }

    /** Delivers each message after a second. */
    private final class Carrier implements Provider {
        @Override
        public ChannelKind kind() {
            return ChannelKind.SMS;
        }

        @Override
        public String name() {
            return "carrier";
        }

        @Override
        public int lines() {
            return 50;
        }

        @Override
        public void send(Message message, Consumer<Told> told) {
            in(1_000, () -> told.accept(Told.DELIVERED));
        }

        @Override
        public void close() {}
    }

    private static EscalationStep call(int seconds, String... contacts) {
        return new EscalationStep(
                seconds * 1_000L,
                Condition.UNCLAIMED,
                Action.CALL,
                1,
                List.of(contacts),
                List.of(ChannelKind.VOICE, ChannelKind.SMS));
    }

    private void in(long millis, Runnable work) {
        tasks.add(new Task(now + millis, numbers++, work));
    }

    private ProviderChannel channel(Provider provider) {
        Worker worker = new Worker() {
            @Override
            public void execute(Runnable work) {
                in(0, work);
            }

            @Override
            public void after(long millis, Runnable work) {
                in(millis, work);
            }

            @Override
            public void close() {}
        };
        return new ProviderChannel(
                provider,
                new ProviderChannel.Context(
                        new People(residents(), new DutyDesks(Map.of(), Map.of())),
                        new Wording(ZoneId.of("Asia/Shanghai"), "护航", ""),
                        (alert, to) -> ""),
                () -> Instant.ofEpochMilli(now),
                worker,
                50_000);
    }

    private static ResidentDirectory residents() {
        List<Resident> residents = new ArrayList<>();
        List<Contact> contacts = new ArrayList<>();
        for (int number = 0; number < ALERTS; number++) {
            ResidentId id = new ResidentId("r" + number);
            residents.add(resident(id));
            for (String contact : List.of("c1", "c2")) {
                contacts.add(new Contact(
                        id,
                        contact,
                        "李四",
                        Contact.Role.NEIGHBOUR,
                        1,
                        "139" + number,
                        Set.of(),
                        List.of(ChannelKind.VOICE),
                        "",
                        "",
                        "",
                        Contact.Language.ZH));
            }
        }
        ResidentDirectory directory = new ResidentDirectory();
        directory.replaceAll(residents, contacts, List.of());
        return directory;
    }

    private static Resident resident(ResidentId id) {
        return new Resident(
                id,
                1,
                "王桂兰",
                Resident.Sex.F,
                LocalDate.of(1950, 3, 28),
                Resident.BirthCalendar.SOLAR,
                "439901001001",
                "",
                Double.NaN,
                Double.NaN,
                "",
                2,
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }

    // ---- the world

    private void hear(Event event, AlertView after) {
        if (after != null) {
            if (after.kind() == AlertKind.SOS) {
                presses.putIfAbsent(after.id(), now);
            }
            Set<EffectKey> out = after.effectsOut().stream().map(Effect::key).collect(Collectors.toSet());
            pressesWaiting.keySet().removeIf(key -> key.alert().equals(after.id()) && !out.contains(key));
            voice.stood(after);
            sms.stood(after);
        }
        if (event instanceof Event.EffectDue asked && after != null) {
            boolean call = asked.effect().channel() == ChannelKind.VOICE;
            if (call && after.priority() == Priority.P1) {
                pressesWaiting.put(asked.effect().key(), now);
            }
            (call ? voice : sms)
                    .send(
                            asked.effect(),
                            after,
                            report -> in(0, () -> report(asked.effect().key(), report)));
        }
    }

    private void report(EffectKey key, EffectReport report) {
        core.apply(now, new Command.ReportEffect(key, report), this::hear);
    }

    private void raise(int number) {
        boolean press = number % EACH_SO_MANY_A_PRESS == 0;
        DeviceMessage.Alarm alarm = press
                ? new DeviceMessage.SosPressed(1, null)
                : new DeviceMessage.FallDetected(DeviceMessage.Movement.MOVING, DeviceMessage.ABSENT, null);
        SignalKey key = new SignalKey(new DeviceId("d" + number), 1, 1);
        core.apply(
                now,
                new Command.Signal(
                        key,
                        now,
                        Command.NO_TIME,
                        new ResidentId("r" + number),
                        alarm,
                        AlertStatus.ACTUAL,
                        PLAN,
                        List.of()),
                this::hear);
    }

    private void run(long untilMillis) {
        while (now < untilMillis) {
            long next = tasks.isEmpty() ? Long.MAX_VALUE : tasks.peek().at();
            next = Math.min(
                    next,
                    core.millisToNextDeadline() == Long.MAX_VALUE ? Long.MAX_VALUE : now + core.millisToNextDeadline());
            now = Math.min(next, untilMillis);
            core.advance(now, this::hear);
            while (!tasks.isEmpty() && tasks.peek().at() <= now) {
                tasks.remove().work().run();
            }
        }
    }

    @Test
    void everyPressIsCalledFirstAndNobodyIsSaidToBeCalledWhoWasNot() {
        core.advance(now, this::hear);
        for (int number = 0; number < ALERTS; number++) {
            int each = number;
            in(number * OVER_MILLIS / ALERTS, () -> raise(each));
        }
        run(START + OVER_MILLIS);
        assertThat(trunk.most).isEqualTo(LINES);
        assertThat(sms.counters().sent()).isPositive();
        // two contacts of each press on thirty lines, and what the plan waits before
        run(START + OVER_MILLIS + 60_000 + 2L * presses.size() * CALL_MILLIS / LINES + 4 * CALL_MILLIS);

        assertThat(presses).hasSize((ALERTS + EACH_SO_MANY_A_PRESS - 1) / EACH_SO_MANY_A_PRESS);
        assertThat(trunk.firstCall.keySet()).containsAll(presses.keySet());
        for (AlertId press : presses.keySet()) {
            assertThat(trunk.called).contains(press + "c1", press + "c2");
        }
        run(START + 4 * 3_600_000L);
        assertThat(trunk.firstCall).hasSize(ALERTS);
        for (AlertView alert : core.open()) {
            for (AlertView.Step step : alert.steps()) {
                for (Reach reach : step.reaches()) {
                    assertThat(reach.state())
                            .as(alert.id() + " " + reach.contact())
                            .isEqualTo(Reach.State.FAILED);
                    assertThat(trunk.called).contains(alert.id() + reach.contact());
                }
            }
        }
    }
}
