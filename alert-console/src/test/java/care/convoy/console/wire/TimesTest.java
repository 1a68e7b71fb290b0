package care.convoy.console.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    @Test
    void textAlwaysHasMillisecondsSoThatItSorts() {
        assertThat(Times.text(Instant.parse("2026-03-02T04:03:00Z"))).isEqualTo("2026-03-02T04:03:00.000Z");
        assertThat(Times.text(Instant.parse("2026-03-02T04:03:00.123456Z"))).isEqualTo("2026-03-02T04:03:00.123Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-02T04:03:00Z",
                "2026-03-02T12:03:00+08:00",
                "2026-03-02T12:03:00 08:00",
                "2026-03-02T04:03:00.000Z",
                "1772424180000"
            })
    void instantIsReadInEveryUsualForm(String text) {
        assertThat(Times.instant(text)).contains(Instant.parse("2026-03-02T04:03:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-03-02", "2026-03-02T04:03:00", "12"})
    void anythingElseIsNoInstant(String text) {
        assertThat(Times.instant(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"300,300", "300s,300", "5m,300", "PT5M,300", "1h,3600", "1d,86400"})
    void stepIsReadInEveryUsualForm(String text, long seconds) {
        assertThat(Times.step(text)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "PT0.5S", "PT-5M", "m", "five"})
    void anythingElseIsNoStep(String text) {
        assertThat(Times.step(text)).isEmpty();
    }
}
