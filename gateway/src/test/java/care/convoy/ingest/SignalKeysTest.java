package care.convoy.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Command;
import care.convoy.device.DeviceId;
import care.convoy.device.SignalKey;
import org.junit.jupiter.api.Test;

class SignalKeysTest {
    private static final DeviceId BAND = new DeviceId("band-1");
    private static final DeviceId OTHER = new DeviceId("band-2");
    private static final long NOW = 1_800_000_000_000L;
    private static final long NONE = Stamp.NONE;

    private final SignalKeys keys = new SignalKeys();

    @Test
    void bootAndSequenceNameThePressWheneverItComes() {
        SignalKey first = keys.keyOf(BAND, new Stamp(7, 3, NOW), NOW);
        SignalKey repeat = keys.keyOf(BAND, new Stamp(7, 3, NOW + 5), NOW + 999_999);
        assertThat(first).isEqualTo(new SignalKey(BAND, 7, 3)).isEqualTo(repeat);
        assertThat(keys.keyOf(BAND, new Stamp(8, 3, NOW), NOW)).isNotEqualTo(first);
    }

    @Test
    void withoutBootSequenceAndTimeNameThePress() {
        SignalKey first = keys.keyOf(BAND, new Stamp(NONE, 3, NOW), NOW);
        assertThat(first.epoch()).isNegative();
        assertThat(keys.keyOf(BAND, new Stamp(NONE, 3, NOW), NOW + 999_999)).isEqualTo(first);
        assertThat(keys.keyOf(BAND, new Stamp(NONE, 3, NOW + 1), NOW)).isNotEqualTo(first);
        assertThat(keys.keyOf(BAND, new Stamp(NONE, 4, NOW), NOW)).isNotEqualTo(first);
        assertThat(keys.keyOf(BAND, new Stamp(NONE, 3, 0), NOW).epoch()).isNegative();
    }

    @Test
    void aBareSequenceIsARepeatFor30SecondsFromItsFirstReception() {
        Stamp bare = new Stamp(NONE, 3, Command.NO_TIME);
        SignalKey first = keys.keyOf(BAND, bare, NOW);
        assertThat(first.epoch()).isNegative();
        assertThat(keys.keyOf(BAND, bare, NOW + 20_000)).isEqualTo(first);
        assertThat(keys.keyOf(BAND, bare, NOW + 30_000)).isEqualTo(first);
        SignalKey later = keys.keyOf(BAND, bare, NOW + 30_001);
        assertThat(later).isNotEqualTo(first);
        assertThat(keys.keyOf(BAND, bare, NOW + 60_000)).isEqualTo(later);
        assertThat(keys.keyOf(OTHER, bare, NOW).device()).isEqualTo(OTHER);
    }

    @Test
    void aClockThatWentBackMakesANewPress() {
        Stamp bare = new Stamp(NONE, 3, Command.NO_TIME);
        SignalKey first = keys.keyOf(BAND, bare, NOW);
        assertThat(keys.keyOf(BAND, bare, NOW - 1)).isNotEqualTo(first);
    }

    @Test
    void withoutSequenceEveryArrivalIsAPress() {
        SignalKey first = keys.keyOf(BAND, Stamp.BLANK, NOW);
        assertThat(keys.keyOf(BAND, Stamp.BLANK, NOW)).isNotEqualTo(first);
        assertThat(keys.keyOf(BAND, new Stamp(7, NONE, NOW), NOW))
                .isNotEqualTo(keys.keyOf(BAND, new Stamp(7, NONE, NOW), NOW));
    }

    @Test
    void theThreeKindsOfDerivedEpochNeverMeet() {
        SignalKey byTime = keys.keyOf(BAND, new Stamp(NONE, 0, NOW), NOW);
        SignalKey byReception = keys.keyOf(BAND, new Stamp(NONE, 0, Command.NO_TIME), NOW);
        SignalKey unnumbered = keys.keyOf(BAND, Stamp.BLANK, NOW);
        assertThat(byTime.epoch()).isNotEqualTo(byReception.epoch()).isNotEqualTo(unnumbered.epoch());
        assertThat(byReception.epoch()).isNotEqualTo(unnumbered.epoch());
    }

    @Test
    void whatIsForgottenEarlyIsANewPress() {
        SignalKeys forgetful = new SignalKeys(2);
        Stamp bare = new Stamp(NONE, 3, Command.NO_TIME);
        SignalKey first = forgetful.keyOf(BAND, bare, NOW);
        forgetful.keyOf(OTHER, bare, NOW + 1);
        forgetful.keyOf(new DeviceId("band-3"), bare, NOW + 2);
        assertThat(forgetful.keyOf(BAND, bare, NOW + 3)).isNotEqualTo(first);
    }

    @Test
    void eightBareSequencesOfADeviceAreRemembered() {
        SignalKey first = keys.keyOf(BAND, new Stamp(NONE, 0, Command.NO_TIME), NOW);
        for (int sequence = 1; sequence < 8; sequence++) {
            keys.keyOf(BAND, new Stamp(NONE, sequence, Command.NO_TIME), NOW + sequence);
        }
        assertThat(keys.keyOf(BAND, new Stamp(NONE, 0, Command.NO_TIME), NOW + 100))
                .isEqualTo(first);
        keys.keyOf(BAND, new Stamp(NONE, 8, Command.NO_TIME), NOW + 101);
        assertThat(keys.keyOf(BAND, new Stamp(NONE, 0, Command.NO_TIME), NOW + 102))
                .isNotEqualTo(first);
    }
}
