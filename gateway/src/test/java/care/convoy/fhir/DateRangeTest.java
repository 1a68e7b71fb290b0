package care.convoy.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateRangeTest {
    private static final ZoneId COUNTY = ZoneId.of("Asia/Shanghai");

    /** A value without a zone is the county's; the end is exclusive; - is open. */
    @ParameterizedTest
    @CsvSource({
        "2026, 2025-12-31T16:00:00Z, 2026-12-31T16:00:00Z",
        "eq2026-03, 2026-02-28T16:00:00Z, 2026-03-31T16:00:00Z",
        "2024-02-29, 2024-02-28T16:00:00Z, 2024-02-29T16:00:00Z",
        "ge2026-03-08, 2026-03-07T16:00:00Z, -",
        "gt2026-03-08, 2026-03-08T16:00:00Z, -",
        "sa2026-03, 2026-03-31T16:00:00Z, -",
        "le2026-03-08, -, 2026-03-08T16:00:00Z",
        "lt2026-03-08, -, 2026-03-07T16:00:00Z",
        "eb2026, -, 2025-12-31T16:00:00Z",
        "2026-03-08T10:00, 2026-03-08T02:00:00Z, 2026-03-08T02:01:00Z",
        "2026-03-08T10:00Z, 2026-03-08T10:00:00Z, 2026-03-08T10:01:00Z",
        "2026-03-08T10:00:05+08:00, 2026-03-08T02:00:05Z, 2026-03-08T02:00:06Z",
        "2026-03-08T10:00:05 08:00, 2026-03-08T02:00:05Z, 2026-03-08T02:00:06Z",
        "2026-03-08T10:00:05.5Z, 2026-03-08T10:00:05.500Z, 2026-03-08T10:00:05.600Z",
        "2026-03-08T10:00:05.123Z, 2026-03-08T10:00:05.123Z, 2026-03-08T10:00:05.124Z",
        "le2026-03-08T10:00:05.123456Z, -, 2026-03-08T10:00:05.124Z",
        "gt2026-03-08T10:00:05Z, 2026-03-08T10:00:06Z, -"
    })
    void aValueIsTheWholeSpanThatItNames(String value, String from, String to) {
        DateRange range = DateRange.parse("date", value, COUNTY);
        assertThat(range.fromMillis())
                .isEqualTo(from.equals("-") ? 0 : Instant.parse(from).toEpochMilli());
        assertThat(range.toMillis())
                .isEqualTo(
                        to.equals("-")
                                ? DateRange.ALL.toMillis()
                                : Instant.parse(to).toEpochMilli());
    }

    @Test
    void whatIsNoDateIsRefusedByTheParametersName() {
        for (String value : List.of(
                "",
                "yesterday",
                "26",
                "2026-13",
                "2026-02-30",
                "2026-03-08T25:00Z",
                "2026-03-08T10:00.5Z",
                "2026-03-08T10",
                "2026-03-08T10:00:05+8",
                "ap2026",
                "ne2026-01-01",
                "2026-03-08;drop",
                "9".repeat(500))) {
            assertThatThrownBy(() -> DateRange.parse("date", value, COUNTY))
                    .as(value)
                    .isInstanceOf(FhirProblem.class)
                    .hasMessageStartingWith("date: ");
        }
    }

    @Test
    void twoSpansLeaveWhatBothHold() {
        DateRange both =
                DateRange.parse("date", "ge2026-03-01", COUNTY).and(DateRange.parse("date", "lt2026-03-02", COUNTY));
        assertThat(both).isEqualTo(DateRange.parse("date", "2026-03-01", COUNTY));
        assertThat(both.and(DateRange.parse("date", "2027", COUNTY)).isEmpty()).isTrue();
    }
}
