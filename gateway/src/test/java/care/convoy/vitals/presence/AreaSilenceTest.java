package care.convoy.vitals.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation;
import care.convoy.vitals.Finding;
import care.convoy.vitals.RuleBook;
import care.convoy.vitals.presence.Notice.Cured;
import care.convoy.vitals.presence.Notice.Raised;
import care.convoy.vitals.presence.Notice.Updated;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AreaSilenceTest {
    private static final int DEVICES = 1_000;
    private static final long MINUTE = 60_000;
    private static final long START = 1_790_000_000_000L;

    private final List<Notice> notices = new ArrayList<>();
    private AreaSilence.Around around = new AreaSilence.Around(true, false, 80, -1, -1);
    private final AreaSilence areas = new AreaSilence(
            DEVICES,
            AreaRules.by(RuleBook.standard()),
            new AreaSilence.Surroundings() {
                @Override
                public DeviceId device(int slot) {
                    return new DeviceId("band-" + slot);
                }

                @Override
                public AreaSilence.Around around(int slot) {
                    return around;
                }
            },
            notices::add);

    /** Ten regions of a hundred; every tenth device of a model of its own; slots 0, 50, 100 ... are of grade 4. */
    private void place() {
        for (int slot = 0; slot < DEVICES; slot++) {
            areas.place(slot, slot % 50 == 0 ? 4 : 2, "33010" + slot / 100, slot % 10 == 3 ? "Watch Z" : "Band A");
            areas.present(slot);
        }
    }

    @Test
    void aRegionThatFallsSilentIsOneFindingAndItsHighGradesTheirOwn() {
        place();
        silence(0, 100, START);
        areas.tick(START);
        assertThat(raised("silence.device"))
                .extracting(each -> each.device().value())
                .containsExactly("band-0", "band-50");
        assertThat(raised("silence.device")).extracting(Finding::priority).containsOnly(Priority.P4);
        Finding area = raised("silence.area").findFirst().orElseThrow();
        assertThat(raised("silence.area")).hasSize(1);
        assertThat(area.device().value()).isEqualTo("area.region.330100");
        assertThat(value(area, "silentDevices")).isEqualTo(100);
        assertThat(value(area, "share")).isEqualTo(100);
        assertThat(value(area, "highGrade")).isEqualTo(2);
        assertThat(Explanation.parse(area.explanation().encode())).contains(area.explanation());
        areas.tick(START + 24 * 60 * MINUTE);
        assertThat(raised("silence.device"))
                .as("low grades stay within the area")
                .hasSize(2);
    }

    @Test
    void lateOnesUpdateTheCountAndTheReturnCures() {
        place();
        silence(0, 40, START);
        areas.tick(START);
        silence(40, 90, START + MINUTE);
        areas.tick(START + MINUTE);
        assertThat(notices.getLast()).isInstanceOf(Updated.class);
        assertThat(value(((Updated) notices.getLast()).finding(), "silentDevices"))
                .isEqualTo(90);
        assertThat(areas.openAreas()).isEqualTo(1);
        for (int slot = 0; slot < 82; slot++) {
            areas.returned(slot, START + 5 * MINUTE);
        }
        areas.tick(START + 5 * MINUTE);
        assertThat(areas.openAreas()).isZero();
        assertThat(notices).contains(new Cured("silence.area", new DeviceId("area.region.330100"), START + 5 * MINUTE));
        assertThat(notices).contains(new Cured("silence.device", new DeviceId("band-50"), START + 5 * MINUTE));
        areas.tick(START + 4 * 60 * MINUTE);
        assertThat(raised("silence.device").filter(each -> each.priority() == Priority.P4))
                .as("who did not come back is told alone then, beside the two of grade 4")
                .hasSize(10);
    }

    @Test
    void aModelThatFallsSilentEverywhereIsFoundByItsModel() {
        place();
        for (int slot = 3; slot < DEVICES; slot += 10) {
            areas.silent(slot, START - 10 * MINUTE, START, START);
        }
        areas.tick(START);
        assertThat(raised("silence.area"))
                .extracting(each -> each.device().value())
                .containsExactly("area.model.Watch-Z");
    }

    @Test
    void everythingSilentTakesOverWhatWasFoundNarrower() {
        place();
        silence(0, 100, START);
        areas.tick(START);
        silence(100, 600, START + MINUTE);
        areas.tick(START + MINUTE);
        assertThat(areas.openAreas()).isEqualTo(1);
        assertThat(raised("silence.area"))
                .extracting(each -> each.device().value())
                .containsExactly("area.region.330100", "area.gateway.all");
        assertThat(notices).contains(new Cured("silence.area", new DeviceId("area.region.330100"), START + MINUTE));
        silence(600, 1_000, START + 5 * MINUTE);
        areas.tick(START + 5 * MINUTE);
        assertThat(raised("silence.area")).hasSize(2);
        assertThat(value(((Updated) notices.getLast()).finding(), "silentDevices"))
                .isEqualTo(1_000);
    }

    @Test
    void nineOrAFewOfManyOrSlowOnesAreNoArea() {
        place();
        silence(1, 10, START);
        areas.tick(START);
        assertThat(raised("silence.area")).isEmpty();
        for (int i = 0; i < 29; i++) {
            areas.silent(110 + i, START, START + i * MINUTE, START + i * MINUTE);
            areas.tick(START + i * MINUTE);
        }
        assertThat(raised("silence.area")).as("29 in half an hour").isEmpty();
        silence(201, 230, START + 60 * MINUTE);
        areas.tick(START + 60 * MINUTE);
        assertThat(raised("silence.area")).as("29 of 100").isEmpty();
        areas.silent(230, START, START + 60 * MINUTE, START + 60 * MINUTE);
        areas.tick(START + 60 * MINUTE);
        assertThat(raised("silence.area")).as("30 of 100").hasSize(1);
    }

    @Test
    void aLowGradeIsToldLaterAndALostDeviceIsForgotten() {
        place();
        silence(1, 2, START);
        areas.silent(2, -1, START, START);
        areas.silent(2, -1, START, START);
        areas.tick(START + 119 * MINUTE);
        assertThat(notices).isEmpty();
        areas.remove(2, START + 119 * MINUTE);
        areas.tick(START + 120 * MINUTE);
        assertThat(raised("silence.device")).extracting(Finding::priority).containsExactly(Priority.P4);
        areas.returned(1, START + 121 * MINUTE);
        areas.returned(1, START + 121 * MINUTE);
        assertThat(notices.getLast())
                .isEqualTo(new Cured("silence.device", new DeviceId("band-1"), START + 121 * MINUTE));
        assertThat(notices).hasSize(2);
        assertThat(areas.silentDevices()).isZero();
    }

    @Test
    void afterAGapTheShareIsOfThoseKnownAgain() {
        place();
        areas.gap();
        for (int slot = 0; slot < 80; slot++) {
            areas.present(slot);
        }
        silence(80, 100, START);
        areas.tick(START);
        assertThat(raised("silence.area")).as("20 of 100").isEmpty();
    }

    @Test
    void rulesAndPlacesSayWhatIsWrong() {
        AreaRules ok = AreaRules.by(RuleBook.standard());
        assertThatThrownBy(() -> new AreaRules(1, 1, 30, MINUTE, 10, Priority.P3, ok.singles()))
                .hasMessageContaining("silence.leastDevices: 1 is not within 2");
        assertThatThrownBy(() -> areas.place(0, 5, null, null)).hasMessageContaining("silence.grade: 5");
    }

    @Test
    void groupsAreBounded() {
        for (int i = 0; i < SilenceGroups.MOST + 10; i++) {
            areas.place(0, 1, "r" + i, null);
        }
        areas.place(1, 4, "one-too-many", null);
        areas.silent(1, START, START, START);
        areas.tick(START);
        assertThat(raised("silence.device")).hasSize(1);
    }

    /** Looked at each minute. */
    private void pass(long fromMinutes, long toMinutes) {
        for (long minute = fromMinutes; minute <= toMinutes; minute++) {
            areas.tick(START + minute * MINUTE);
        }
    }

    /** Slot 0 is of grade 4: a task at its deadline, an alert after 6 hours that count. */
    private void placeAndSilence() {
        areas.place(0, 4, null, null);
        areas.present(0);
        areas.silent(0, START - 10 * MINUTE, START, START);
    }

    @Test
    void aSilenceThatLastsIsATaskAndThenAnAlertAndBothAreOver() {
        placeAndSilence();
        pass(0, 359);
        assertThat(raised("silence.device")).extracting(Finding::priority).containsExactly(Priority.P4);
        assertThat(raised("silence.lasting")).isEmpty();
        pass(360, 600);
        assertThat(raised("silence.lasting")).extracting(Finding::priority).containsExactly(Priority.P3);
        Finding lasting = raised("silence.lasting").findFirst().orElseThrow();
        assertThat(value(lasting, "silenceCounted")).isEqualTo(6 * 3_600);
        assertThat(value(lasting, "battery")).isEqualTo(80);
        assertThat(Explanation.parse(lasting.explanation().encode())).contains(lasting.explanation());
        areas.returned(0, START + 601 * MINUTE);
        assertThat(notices)
                .contains(
                        new Cured("silence.device", new DeviceId("band-0"), START + 601 * MINUTE),
                        new Cured("silence.lasting", new DeviceId("band-0"), START + 601 * MINUTE));
        areas.silent(0, START + 601 * MINUTE, START + 611 * MINUTE, START + 611 * MINUTE);
        pass(611, 700);
        assertThat(raised("silence.lasting")).as("a new silence counts anew").hasSize(1);
    }

    @Test
    void theNightCountsAQuarter() {
        around = new AreaSilence.Around(false, false, 80, -1, -1);
        placeAndSilence();
        pass(0, 8 * 60);
        around = new AreaSilence.Around(true, false, 80, -1, -1);
        pass(8 * 60 + 1, 12 * 60 - 1);
        assertThat(raised("silence.lasting")).isEmpty();
        pass(12 * 60, 12 * 60);
        assertThat(raised("silence.lasting")).hasSize(1);
    }

    @Test
    void whatExplainsItMakesTheWaitTwiceAsLong() {
        around = new AreaSilence.Around(true, false, 5, -1, -1);
        placeAndSilence();
        pass(0, 719);
        assertThat(raised("silence.lasting")).isEmpty();
        pass(720, 720);
        Finding lasting = raised("silence.lasting").findFirst().orElseThrow();
        assertThat(lasting.explanation().items().get(1).quality()).isEqualTo("batteryEmpty");

        notices.clear();
        areas.returned(0, START + 721 * MINUTE);
        around = new AreaSilence.Around(true, true, 6, -1, -1);
        areas.silent(0, START + 721 * MINUTE, START + 740 * MINUTE, START + 740 * MINUTE);
        pass(740, 740 + 719);
        assertThat(raised("silence.lasting")).isEmpty();
        pass(740 + 720, 740 + 720);
        assertThat(raised("silence.lasting")).as("another device lives").hasSize(1);
    }

    @Test
    void aSignOfThePersonByAnotherDeviceBeginsTheWaitAnew() {
        placeAndSilence();
        pass(0, 200);
        around = new AreaSilence.Around(true, false, 80, -1, START + 200 * MINUTE + 1);
        pass(201, 560);
        assertThat(raised("silence.lasting")).isEmpty();
        pass(561, 561);
        assertThat(raised("silence.lasting")).hasSize(1);
    }

    @Test
    void silenceAfterASignOfTroubleIsAnAlertAtOnceAtAnyHourAndOfAnyGrade() {
        around = new AreaSilence.Around(false, true, 3, START - 70 * MINUTE, -1);
        areas.place(1, 1, null, null);
        areas.silent(1, START - 10 * MINUTE, START, START);
        assertThat(raised("silence.afterTrouble")).extracting(Finding::priority).containsExactly(Priority.P2);
        pass(0, 24 * 60);
        assertThat(notices).hasSize(1);
        areas.returned(1, START + 25 * 60 * MINUTE);
        assertThat(notices.getLast()).isInstanceOf(Cured.class);

        around = new AreaSilence.Around(false, true, 3, START - 71 * MINUTE, -1);
        areas.place(2, 1, null, null);
        areas.silent(2, START - 10 * MINUTE, START, START);
        assertThat(raised("silence.afterTrouble")).as("61 minutes before").hasSize(1);
    }

    @Test
    void aBookMayWantTheAlertAtTheDeadline() {
        areas.judgeBy(AreaRules.by(RuleBook.parse(Map.of(
                "version",
                7,
                "silence",
                Map.of("grades", Map.of("4", Map.of("alertAfterMinutes", 0), "3", Map.of("alert", false)))))));
        placeAndSilence();
        assertThat(notices).hasSize(2);
        Finding alert = raised("silence.lasting").findFirst().orElseThrow();
        assertThat(alert.explanation().book()).isEqualTo(7);
        areas.place(1, 3, null, null);
        areas.silent(1, START, START, START);
        pass(0, 3 * 24 * 60);
        assertThat(raised("silence.lasting")).as("none for grade 3").hasSize(1);
    }

    /** The machine slept: nothing was watched meanwhile. */
    @Test
    void aLeapOfTimeDoesNotCount() {
        placeAndSilence();
        pass(0, 100);
        pass(100 + 24 * 60, 100 + 24 * 60 + 259);
        assertThat(raised("silence.lasting")).isEmpty();
        pass(100 + 24 * 60 + 260, 100 + 24 * 60 + 260);
        assertThat(raised("silence.lasting")).hasSize(1);
    }

    private void silence(int from, int to, long at) {
        for (int slot = from; slot < to; slot++) {
            areas.silent(slot, at - 10 * MINUTE, at, at);
        }
    }

    private Stream<Finding> raised(String rule) {
        return notices.stream()
                .filter(each -> each instanceof Raised && each.rule().equals(rule))
                .map(each -> ((Raised) each).finding());
    }

    private static double value(Finding finding, String what) {
        return finding.explanation().items().stream()
                .filter(each -> each.what().equals(what))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
