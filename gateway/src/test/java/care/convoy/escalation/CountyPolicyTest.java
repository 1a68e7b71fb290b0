package care.convoy.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountyPolicyTest {
    private static final CountyPolicy STANDARD = CountyPolicy.standard();

    @Test
    void eachSettingMovesItsOwnTimeOnly() {
        assertThat(STANDARD.with("")).isEqualTo(STANDARD);
        assertThat(STANDARD.with("p1.loud=5,p1.supervisor=10,p1.message=50").p1())
                .isEqualTo(new Timetable(5, 10, List.of(60, 120, 180), 50));
        assertThat(STANDARD.with("p2.ring2=200 , p2.ring3=210,").p2())
                .isEqualTo(new Timetable(30, 60, List.of(180, 200, 210), 180));
        assertThat(STANDARD.with("p3.loud=60").p3()).isEqualTo(new Timetable(60, 300, List.of(), 900));
        assertThat(STANDARD.with("p1.ambulance=90").ambulanceSeconds()).isEqualTo(90);
        assertThat(STANDARD.withAmbulance(false).with("p2.loud=31").ambulance()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "p1.loud                | 'p1.loud': write NAME=SECONDS",
                "p1.loud=soon           | p1.loud=soon: must be 1 to 600 seconds",
                "p1.loud=0              | p1.loud=0: must be 1 to 600 seconds",
                "p1.ring3=601           | p1.ring3=601: must be 1 to 600 seconds",
                "p2.ring3=3601          | p2.ring3=3601: must be 1 to 3600 seconds",
                "p3.message=86401       | p3.message=86401: must be 1 to 86400 seconds",
                "p1.ring1=130           | ring2 is called before ring1; give the farther ring the same time or a later one",
                "p3.ring1=60            | 'p3.ring1': no such setting",
                "p1.ring4=60            | 'p1.ring4': no such setting",
                "p2.ambulance=60        | 'p2.ambulance': no such setting",
                "p4.loud=60             | 'p4.loud': no such setting"
            })
    void wrongSettingIsNamedWithItsMend(String settings, String message) {
        assertThatThrownBy(() -> STANDARD.with(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
