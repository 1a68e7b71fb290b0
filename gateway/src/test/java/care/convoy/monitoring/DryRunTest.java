package care.convoy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.Priority;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.resident.Resident;
import care.convoy.vitals.RuleBook;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DryRunTest {
    private static final long MINUTE = 60_000;
    private static final RulesInForce.Numbers STANDARD = new RulesInForce.Numbers(RuleBook.standard(), Map.of());

    private static RulesInForce.Numbers heartRate(int beyond) {
        Map<String, Object> tree = new HashMap<>(RuleBook.standard().toMap());
        Map<String, Object> thresholds = copy(tree.get("thresholds"));
        Map<String, Object> rule = copy(thresholds.get("heartRate.high"));
        rule.putAll(Map.of("beyond", beyond, "clear", beyond - 20));
        thresholds.put("heartRate.high", rule);
        tree.put("thresholds", thresholds);
        return new RulesInForce.Numbers(RuleBook.numbered(tree, 1), Map.of());
    }

    private static Map<String, Object> copy(Object map) {
        Map<String, Object> copy = new HashMap<>();
        ((Map<?, ?>) map).forEach((name, value) -> copy.put(name.toString(), value));
        return copy;
    }

    private static Resident resident(String id) {
        return new Resident(
                new ResidentId(id),
                1,
                "",
                Resident.Sex.UNKNOWN,
                null,
                Resident.BirthCalendar.SOLAR,
                "430102000000",
                "",
                Double.NaN,
                Double.NaN,
                "",
                1,
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }

    /** Each 5 minutes: five measurements of 105 from the 100th minute on, five of 60 after, five of 125 from the 300th on. */
    private static void history(ResidentId resident, DryRun.Rows to) {
        for (int i = 0; i < 5; i++) {
            row(to, 100 + 5 * i, 105, 1);
        }
        for (int i = 0; i < 5; i++) {
            row(to, 130 + 5 * i, 60, 1);
        }
        for (int i = 0; i < 5; i++) {
            row(to, 300 + 5 * i, 125, 1);
        }
        for (int i = 0; i < 5; i++) {
            row(to, 400 + 5 * i, 140, 2);
        }
    }

    private static void row(DryRun.Rows to, int minute, int heartRate, int flags) {
        int no = Vitals.NOT_MEASURED;
        to.row(minute * MINUTE, 7, flags, new Vitals(heartRate, no, no, no, no, Vitals.TemperatureSite.SKIN, no, no));
    }

    @Test
    void tellsWhatEachBookWouldHaveToldAndHowManyOfThatWereFalseAlarms() {
        DryRun.Raised closedAsFalse = new DryRun.Raised(101 * MINUTE, 120 * MINUTE, true);
        DryRun.Raised serious = new DryRun.Raised(301 * MINUTE, 320 * MINUTE, false);
        DryRun.Result result = new DryRun(heartRate(100), STANDARD, 10)
                .run(List.of(resident("R1")), DryRunTest::history, id -> List.of(closedAsFalse, serious), () -> false);
        assertThat(result.rows()).isEqualTo(20);
        assertThat(result.counts()).contains(new DryRun.Count("heartRate.high", Priority.P3, 2, 1));
        assertThat(result.now()).isEqualTo(new DryRun.Side(2, 0, 1, 1));
        assertThat(result.next()).isEqualTo(new DryRun.Side(1, 0, 0, 1));
        assertThat(result.raised()).isEqualTo(2);
        assertThat(result.raisedFalse()).isEqualTo(1);
        assertThat(result.examples())
                .containsExactly(
                        new DryRun.Example(new ResidentId("R1"), 115 * MINUTE, "heartRate.high", Priority.P3, false));
    }

    @Test
    void theSameBookDiffersInNothingAndWhatIsNotWornTellsNothing() {
        DryRun.Result result = new DryRun(STANDARD, STANDARD, 10)
                .run(List.of(resident("R1")), DryRunTest::history, id -> List.of(), () -> false);
        assertThat(result.examples()).isEmpty();
        assertThat(result.now()).isEqualTo(new DryRun.Side(1, 1, 0, 0)).isEqualTo(result.next());
    }

    @Test
    void aRunThatIsStoppedTellsHowFarItCame() {
        List<Resident> residents =
                IntStream.range(0, 50).mapToObj(i -> resident("R" + i)).toList();
        AtomicInteger asked = new AtomicInteger();
        DryRun.Result result = new DryRun(heartRate(100), STANDARD, 3)
                .run(residents, DryRunTest::history, id -> List.of(), () -> asked.incrementAndGet() > 10);
        assertThat(result.residents()).isEqualTo(50);
        assertThat(result.judged()).isEqualTo(10);
        assertThat(result.examples()).hasSize(3);
    }
}
