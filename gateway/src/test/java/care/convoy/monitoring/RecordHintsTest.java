package care.convoy.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.resident.Resident;
import care.convoy.vitals.Condition;
import care.convoy.vitals.Profile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecordHintsTest {
    private static Resident record(int grade, List<String> conditions, List<String> medicines) {
        return new Resident(
                new ResidentId("R1"),
                1,
                "",
                Resident.Sex.UNKNOWN,
                null,
                Resident.BirthCalendar.SOLAR,
                "",
                "",
                Double.NaN,
                Double.NaN,
                "",
                grade,
                conditions,
                medicines,
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }

    @Test
    void conditionsAndMedicinesAreUnderstoodInChineseAndEnglish() {
        assertThat(RecordHints.profile(record(3, List.of("高血压", "持续性房颤", "慢阻肺"), List.of("酒石酸美托洛尔 25mg"))))
                .isEqualTo(new Profile(
                        3,
                        Set.of(Condition.ATRIAL_FIBRILLATION, Condition.COPD, Condition.BETA_BLOCKER),
                        false,
                        Map.of()));
        assertThat(RecordHints.profile(
                        record(1, List.of("Atrial Fibrillation", "copd", "home oxygen"), List.of("Bisoprolol"))))
                .isEqualTo(new Profile(
                        1,
                        Set.of(Condition.ATRIAL_FIBRILLATION, Condition.COPD, Condition.BETA_BLOCKER),
                        true,
                        Map.of()));
    }

    @Test
    void whatIsNotUnderstoodLeavesTheStandardInForce() {
        assertThat(RecordHints.profile(record(2, List.of("糖尿病", "copdx"), List.of("氯吡格雷", "阿司匹林"))))
                .isEqualTo(new Profile(2, Set.of(), false, Map.of()));
        assertThat(RecordHints.profile(null)).isEqualTo(Profile.unknown());
    }
}
