package care.convoy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertKind;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectKey;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.ResidentId;
import care.convoy.device.SignalKey;
import care.convoy.effect.Channel;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
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

class RehearsedPeopleTest {
    private static final AlertId ALERT = AlertId.of(new SignalKey(new DeviceId("d1"), 1, 1), 0);
    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
    private static final long WAIT_SECONDS = 20;

    @TempDir
    private Path directory;

    private static Effect effect(Action action, String contact, ChannelKind channel) {
        return new Effect(new EffectKey(ALERT, 3, 1), action, contact, channel);
    }

    @Test
    void writesEachEffectAndAnswers() throws Exception {
        Path file = directory.resolve("demo-calls.csv");
        LinkedBlockingQueue<EffectReport> heard = new LinkedBlockingQueue<>();
        for (int start = 0; start < 2; start++) {
            try (RehearsedPeople people = RehearsedPeople.writingTo(file, NOON)) {
                channel(people, ChannelKind.SMS)
                        .send(effect(Action.MESSAGE, "post-a", ChannelKind.SMS), alert(), heard::add);
                assertThat(heard.poll(WAIT_SECONDS, TimeUnit.SECONDS)).isEqualTo(EffectReport.DELIVERED);
            }
        }

        String line = "2026-11-22T12:00:00Z," + ALERT + ",3,1,MESSAGE,post-a,SMS";
        assertThat(Files.readAllLines(file)).containsExactly(RehearsedPeople.HEADER, line, line);
    }

    @Test
    void channelOfEachKindIsForRehearsalOnly() throws Exception {
        try (RehearsedPeople people = RehearsedPeople.writingTo(directory.resolve("calls.csv"), NOON)) {
            assertThat(people.channels())
                    .allMatch(Channel::isRehearsal)
                    .extracting(Channel::kind)
                    .containsExactly(ChannelKind.values());
        }
    }

    @Test
    void mostWhoAreCalledComeAndSomeDoNot() {
        Map<EffectReport, Integer> said = new EnumMap<>(EffectReport.class);
        IntStream.range(0, 1_000)
                .mapToObj(i -> RehearsedPeople.answerTo(effect(Action.CALL, "c" + i % 5, ChannelKind.VOICE), "r" + i))
                .forEach(answer -> said.merge(answer.report(), 1, Integer::sum));

        assertThat(said)
                .containsOnlyKeys(EffectReport.ACCEPTED, EffectReport.NO_ANSWER, EffectReport.DECLINED)
                .allSatisfy((report, times) -> assertThat(times).isGreaterThan(50));
        assertThat(said.get(EffectReport.ACCEPTED)).isGreaterThan(500);
    }

    @Test
    void samePersonAlwaysSaysTheSame() {
        Effect call = effect(Action.CALL, "c1", ChannelKind.VOICE);
        Effect again = new Effect(new EffectKey(ALERT, 9, 4), Action.CALL, "c1", ChannelKind.VOICE);
        assertThat(RehearsedPeople.answerTo(call, "r1")).isEqualTo(RehearsedPeople.answerTo(again, "r1"));
    }

    @Test
    void ambulanceIsSentAndMessagesOnlyArrive() {
        assertThat(RehearsedPeople.answerTo(effect(Action.REQUEST_AMBULANCE, "", ChannelKind.DISPATCH), "r1"))
                .isEqualTo(new RehearsedPeople.Answer(3_000, EffectReport.ACCEPTED));
        assertThat(List.of(
                        effect(Action.MESSAGE, "c1", ChannelKind.VOICE),
                        effect(Action.INFORM, "c1", ChannelKind.SMS),
                        effect(Action.CALL, "c1", ChannelKind.SMS)))
                .allMatch(effect -> RehearsedPeople.answerTo(effect, "r1").report() == EffectReport.DELIVERED);
        assertThat(RehearsedPeople.answerTo(effect(Action.CALL_SUPERVISOR, "", ChannelKind.VOICE), "r1")
                        .report())
                .isIn(EffectReport.DELIVERED, EffectReport.NO_ANSWER);
    }

    private static Channel channel(RehearsedPeople people, ChannelKind kind) {
        return people.channels().stream()
                .filter(channel -> channel.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static AlertView alert() {
        return new AlertView(
                ALERT,
                1,
                new ResidentId("r1"),
                new DeviceId("d1"),
                AlertKind.SOS,
                Priority.P1,
                AlertState.QUEUED,
                AlertStatus.EXERCISE,
                null,
                0,
                0,
                0,
                0,
                0,
                true,
                1,
                1,
                0,
                AlertState.CLAIMED,
                DeviceMessage.Movement.UNKNOWN,
                0,
                null,
                null,
                null,
                null,
                List.of(),
                List.of());
    }
}
