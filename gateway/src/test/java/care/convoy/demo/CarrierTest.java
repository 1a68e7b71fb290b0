package care.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.AlertId;
import care.convoy.alert.EffectKey;
import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.Message;
import care.convoy.notify.Provider;
import care.convoy.notify.Recipient;
import care.convoy.notify.Told;
import care.convoy.notify.WordsForTests;
import care.convoy.resident.Contact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarrierTest {
    private static final AlertId ALERT = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 1), 0);
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static final long WAIT_SECONDS = 20;

    private final LinkedBlockingQueue<Told> heard = new LinkedBlockingQueue<>();

    @TempDir
    private Path directory;

    private static Message message(int step, Action action, String contact, String address) {
        return new Message(
                new EffectKey(ALERT, step, 1),
                action,
                true,
                new Recipient(
                        contact,
                        "周秀芬",
                        address,
                        Contact.Language.ZH,
                        WordsForTests.recipient().hours()),
                "written",
                "spoken",
                "https://c.example/x");
    }

    private Carrier carrier() throws Exception {
        return Carrier.writingTo(directory.resolve("demo-calls.csv"), NOON);
    }

    private static Provider provider(Carrier carrier, ChannelKind kind) {
        return carrier.providers().stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    /** Who this person calls with answers so, by themselves. */
    private static String addressOf(Told told) {
        return IntStream.range(0, 1_000)
                .mapToObj(String::valueOf)
                .filter(each -> Rehearsal.answer(message(1, Action.CALL, "c1", each), ChannelKind.VOICE)
                                .told()
                        == told)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void writesEachMessageWithoutWordsAndNamesAndAnswers() throws Exception {
        for (int start = 0; start < 2; start++) {
            try (Carrier carrier = carrier()) {
                provider(carrier, ChannelKind.SMS).send(message(3, Action.MESSAGE, "post-a", "000"), heard::add);
                assertThat(heard.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Told.DELIVERED);
            }
        }
        String line = "2026-11-22T12:00:00Z," + ALERT + ",3,1,MESSAGE,post-a,SMS";
        assertThat(Files.readAllLines(directory.resolve("demo-calls.csv"))).containsExactly(Carrier.HEADER, line, line);
    }

    @Test
    void providersAreForRehearsalOnly() throws Exception {
        try (Carrier carrier = carrier()) {
            assertThat(carrier.providers())
                    .allMatch(Provider::isRehearsal)
                    .extracting(Provider::kind)
                    .containsExactly(ChannelKind.values());
        }
    }

    @Test
    void whileSomebodyLooksACallRingsAndIsAnsweredByHandOnce() throws Exception {
        try (Carrier carrier = carrier()) {
            assertThat(carrier.look()).isEmpty();
            provider(carrier, ChannelKind.VOICE)
                    .send(message(1, Action.CALL, "c1", addressOf(Told.NO_ANSWER)), heard::add);
            Carrier.Item item = carrier.look().getFirst();
            assertThat(item.rings()).isTrue();
            assertThat(item.words()).isEqualTo("spoken");
            assertThat(item.link()).isEmpty();

            assertThat(carrier.answer(item.number(), '1')).isTrue();
            assertThat(heard.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Told.ACCEPTED);
            assertThat(carrier.answer(item.number(), '2')).isFalse();
            assertThat(carrier.look().getFirst().told()).isEqualTo(Told.ACCEPTED);
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aMessageIsAnsweredAfterItArrivedAndCannotBeLeftUnanswered() throws Exception {
        try (Carrier carrier = carrier()) {
            provider(carrier, ChannelKind.SMS).send(message(1, Action.CALL, "c1", "000"), heard::add);
            assertThat(heard.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Told.DELIVERED);
            Carrier.Item item = carrier.look().getFirst();
            assertThat(item.words()).isEqualTo("written");
            assertThat(item.link()).isEqualTo("https://c.example/x");
            assertThat(carrier.answer(item.number(), '0')).isFalse();
            assertThat(carrier.answer(item.number(), '2')).isTrue();
            assertThat(heard.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Told.DECLINED);
            assertThatThrownBy(() -> carrier.answer(item.number(), '9')).isInstanceOf(IllegalArgumentException.class);
            assertThat(carrier.answer(77, '1')).isFalse();
        }
    }

    @Test
    void whatIsWithdrawnRingsNoMore() throws Exception {
        try (Carrier carrier = carrier()) {
            assertThat(carrier.look()).isEmpty();
            Provider voice = provider(carrier, ChannelKind.VOICE);
            Message message = message(1, Action.CALL, "c1", "000");
            voice.send(message, heard::add);
            voice.withdraw(message.key());
            assertThat(heard.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(Told.WITHDRAWN);
            assertThat(carrier.answer(carrier.look().getFirst().number(), '1')).isFalse();
        }
    }

    @Test
    void onlyTheLastAreKept() throws Exception {
        try (Carrier carrier = carrier()) {
            for (int step = 0; step <= Carrier.MOST; step++) {
                provider(carrier, ChannelKind.SMS).send(message(step, Action.MESSAGE, "c1", "000"), heard::add);
            }
            assertThat(carrier.look()).hasSize(Carrier.MOST);
            assertThat(carrier.look().getFirst().number()).isEqualTo(Carrier.MOST + 1);
        }
    }

    @Test
    void mostWhoAreCalledComeAndSomeDoNot() {
        Map<Told, Integer> said = new EnumMap<>(Told.class);
        IntStream.range(0, 1_000)
                .mapToObj(i -> Rehearsal.answer(message(1, Action.CALL, "c" + i % 5, "0" + i), ChannelKind.VOICE))
                .forEach(answer -> said.merge(answer.told(), 1, Integer::sum));
        assertThat(said)
                .containsOnlyKeys(Told.ACCEPTED, Told.NO_ANSWER, Told.DECLINED)
                .allSatisfy((report, times) -> assertThat(times).isGreaterThan(50));
        assertThat(said.get(Told.ACCEPTED)).isGreaterThan(500);
    }

    @Test
    void ambulanceIsSentAndMessagesOnlyArrive() {
        assertThat(Rehearsal.answer(message(1, Action.REQUEST_AMBULANCE, "", "120"), ChannelKind.DISPATCH))
                .isEqualTo(new Rehearsal.Answer(3_000, Told.ACCEPTED));
        assertThat(List.of(
                        Rehearsal.answer(message(1, Action.MESSAGE, "c1", "0"), ChannelKind.VOICE),
                        Rehearsal.answer(message(1, Action.INFORM, "c1", "0"), ChannelKind.SMS),
                        Rehearsal.answer(message(1, Action.CALL, "c1", "0"), ChannelKind.SMS)))
                .allMatch(answer -> answer.told() == Told.DELIVERED);
    }
}
