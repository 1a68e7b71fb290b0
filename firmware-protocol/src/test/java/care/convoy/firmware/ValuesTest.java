package care.convoy.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ValuesTest {

    @Test
    void impossibleValuesCannotBeBuilt() {
        List<ThrowingCallable> impossible = List.of(
                () -> new Upward.Heartbeat(101, 0, YesNo.YES, 0),
                () -> new Upward.Heartbeat(0, 0, YesNo.YES, 1_000_000),
                () -> new Upward.Vitals(0, 1, 1, 1, 3_600, TemperatureSite.SKIN, 1, 1),
                () -> new Upward.Vitals(1, 1, 1, 1, 999, TemperatureSite.SKIN, 1, 1),
                () -> new Upward.Sos(0, null),
                () -> new Upward.Fall(YesNo.NO, 101, null),
                () -> new Upward.Cancel(0, 0),
                () -> new Position(900_000_001, 0, 1, PositionSource.GNSS, 1),
                () -> new Position(0, -1_800_000_001, 1, PositionSource.GNSS, 1),
                () -> new Downward.Measure(1, 0),
                () -> new Downward.Ring(1, 0),
                () -> new Downward.Ring(1, 256),
                () -> new Downward.Show(1, ""),
                () -> new Downward.Show(1, "a".repeat(61)),
                () -> new Downward.Show(1, "a\nb"),
                () -> new Downward.Show(1, "\uD83D\uDE91"),
                () -> new Downward.Locate(1, 0),
                () -> new Downward.Ack(-1),
                () -> new Setting.HeartbeatEvery(9),
                () -> new Setting.ServerAddress(1, ""),
                () -> new Setting.EmergencyNumber(6, "120"),
                () -> new Setting.EmergencyNumber(1, "12 0"),
                () -> new SessionMessage.Hello(1, 1, 0, Wake.SOS, new Nonce(0, 0), "", null),
                () -> new SessionMessage.Hello(1, 1, 0, Wake.SOS, new Nonce(0, 0), "é", null),
                () -> new SessionMessage.Challenge(1, 0, false, 0, new Nonce(0, 0)),
                () -> Header.of(1, 1L << 32, 1));

        assertThat(impossible)
                .allSatisfy(call -> assertThatIllegalArgumentException().isThrownBy(call));
    }

    @Test
    void codesAreUniqueAndFoundAgain() {
        assertThat(Arrays.stream(MessageType.values())).allMatch(type -> MessageType.of(type.code()) == type);
        assertThat(Arrays.stream(Reason.values())).allMatch(reason -> Reason.of(reason.code()) == reason);
        assertThat(Arrays.stream(CloseReason.values())).allMatch(reason -> CloseReason.of(reason.code()) == reason);
        assertThat(MessageType.of(0)).isNull();
        assertThat(Reason.of(0)).isNull();
        assertThat(Reason.of(14)).isNull();
    }

    @Test
    void onlySosAndFallCallForHelp() {
        assertThat(Arrays.stream(MessageType.values()).filter(MessageType::callsForHelp))
                .containsExactly(MessageType.SOS, MessageType.FALL);
        assertThat(Arrays.stream(MessageType.values()).filter(MessageType::isAlarm))
                .containsExactly(MessageType.SOS, MessageType.FALL, MessageType.CANCEL, MessageType.TEST);
        assertThat(Arrays.stream(MessageType.values()).filter(MessageType::isConfirmed))
                .contains(MessageType.REMOVED, MessageType.WORN, MessageType.LOW_BATTERY)
                .hasSize(7)
                .allMatch(MessageType::isUpward);
    }

    @Test
    void noCallForHelpBeginsLikeText() {
        assertThat(Arrays.stream(MessageType.values()).filter(MessageType::callsForHelp))
                .allMatch(type -> type.code() > 0x7F);
    }

    @Test
    void alarmIsRepeatedForEverAtTheStatedTimes() {
        assertThat(IntStream.range(0, 8).mapToLong(RepeatPlan::dueMillis).toArray())
                .containsExactly(0, 2_000, 5_000, 10_000, 15_000, 30_000, 45_000, 60_000);
        assertThat(RepeatPlan.dueMillis(23)).isEqualTo(300_000);
        assertThat(RepeatPlan.dueMillis(24)).isEqualTo(360_000);
        assertThat(RepeatPlan.dueMillis(25)).isEqualTo(420_000);
        assertThat(RepeatPlan.dueMillis(10_000)).isEqualTo(300_000 + 9_977 * 60_000L);
    }

    @Test
    void protectedSettingsAreThoseThatDecideWhomTheDeviceCalls() {
        assertThat(new Setting.ServerAddress(1, "h:1").needsProtection()).isTrue();
        assertThat(new Setting.EmergencyNumber(1, "1").needsProtection()).isTrue();
        assertThat(new Setting.FallDetection(true).needsProtection()).isFalse();
    }

    @Test
    void headerKnowsWhetherItCanBeRecognisedAndDated() {
        assertThat(Header.of(1, 1, 0).isIdentified()).isTrue();
        assertThat(Header.of(0, 1, 0).isIdentified()).isFalse();
        assertThat(Header.of(1, 0, 0).isIdentified()).isFalse();
        assertThat(Header.of(1, 1, 5).hasUtcTime()).isTrue();
        assertThat(Header.of(1, 1, 0).hasUtcTime()).isFalse();
        assertThat(new Header(1, Header.FLAG_SINCE_BOOT, 1, 1, 5).hasUtcTime()).isFalse();
    }
}
