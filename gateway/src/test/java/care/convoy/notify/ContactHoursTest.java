package care.convoy.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContactHoursTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "08:00-21:00 | 08:00 | true",
                "08:00-21:00 | 20:59 | true",
                "08:00-21:00 | 21:00 | false",
                "08:00-21:00 | 07:59 | false",
                "8:00～12:00；14:00-21:30 | 13:00 | false",
                "8:00～12:00；14:00-21:30 | 14:00 | true",
                "22:00-06:00 | 23:00 | true",
                "22:00-06:00 | 05:59 | true",
                "22:00-06:00 | 06:00 | false",
                "00:00-24:00 | 23:59 | true",
                "18:00-24:00 | 17:59 | false",
                "'' | 03:00 | true",
                // in doubt somebody is called
                "白天 | 03:00 | true",
                "25:00-26:00 | 03:00 | true",
                "08:00-21:00;sometimes | 03:00 | true",
            })
    void containsItsSpans(String written, String time, boolean contained) {
        assertThat(ContactHours.of(written).contains(LocalTime.parse(time))).isEqualTo(contained);
    }
}
