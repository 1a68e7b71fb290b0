package care.convoy.research;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.resident.Resident;
import care.convoy.resident.Resident.BirthCalendar;
import care.convoy.resident.Resident.Sex;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisguiseTest {
    private static final LocalDate ON = LocalDate.of(2026, 3, 1);
    private static final byte[] SECRET = {1, 2, 3};

    private static Resident person(int number, Sex sex, @Nullable Integer age, int grade) {
        return new Resident(
                new ResidentId("r" + number),
                1,
                "王桂兰",
                sex,
                age == null ? null : ON.minusYears(age).minusDays(1),
                BirthCalendar.SOLAR,
                "430102001001",
                "",
                Double.NaN,
                Double.NaN,
                "13900001187",
                grade,
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                "",
                "",
                "");
    }

    private static List<Resident> people(int count, int from, Sex sex, int age, int grade) {
        List<Resident> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            people.add(person(from + i, sex, age, grade));
        }
        return people;
    }

    private static String look(Disguise.Shown shown) {
        return shown.sex() + "/" + shown.ageBand() + "/" + shown.grade();
    }

    @Test
    void fiveWhoLookAlikeAreShownAsTheyAre() {
        assertThat(Disguise.of(people(5, 0, Sex.F, 77, 3), SECRET, ON))
                .hasSize(5)
                .allMatch(each -> look(each).equals("F/75-79/3"));
        assertThat(Disguise.of(people(5, 0, Sex.M, 93, 1), SECRET, ON))
                .allMatch(each -> look(each).equals("M/90+/1"));
    }

    @Test
    void fourAreLeftOut() {
        assertThat(Disguise.of(people(4, 0, Sex.F, 77, 3), SECRET, ON)).isEmpty();
    }

    @Test
    void whoIsRareIsHiddenAmongOthersStepByStep() {
        List<Resident> all = new ArrayList<>(people(5, 0, Sex.F, 77, 3));
        all.addAll(people(3, 10, Sex.F, 77, 1));
        all.addAll(people(2, 20, Sex.F, 77, 2));
        all.addAll(people(2, 30, Sex.M, 62, 2));
        all.addAll(people(3, 40, Sex.M, 81, 2));
        Map<String, Long> looks = Disguise.of(all, SECRET, ON).stream()
                .collect(Collectors.groupingBy(DisguiseTest::look, Collectors.counting()));
        assertThat(looks).isEqualTo(Map.of("F/75-79/3", 5L, "F/75-79/*", 5L, "M/*/*", 5L));
    }

    @Test
    void nobodyEverStandsInAGroupOfFewerThanFive() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Resident> all = new ArrayList<>();
            int size = random.nextInt(60);
            for (int i = 0; i < size; i++) {
                all.add(person(
                        i,
                        Sex.values()[random.nextInt(3)],
                        random.nextInt(9) == 0 ? null : 55 + random.nextInt(50),
                        1 + random.nextInt(4)));
            }
            List<Disguise.Shown> shown = Disguise.of(all, SECRET, ON);
            assertThat(shown.stream().collect(Collectors.groupingBy(DisguiseTest::look, Collectors.counting())))
                    .allSatisfy((_, count) -> assertThat(count).isGreaterThanOrEqualTo(Disguise.LEAST));
            assertThat(shown.size()).isBetween(size < 5 ? 0 : size - 4, size);
        }
    }

    @Test
    void aPseudonymHoldsWithinOneExportOnly() {
        List<Resident> people = people(6, 0, Sex.F, 77, 3);
        List<String> one = pseudonyms(people, new byte[] {1});
        assertThat(one)
                .isEqualTo(pseudonyms(people, new byte[] {1}))
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(one).doesNotContainAnyElementsOf(pseudonyms(people, new byte[] {2}));
    }

    private static List<String> pseudonyms(List<Resident> people, byte[] secret) {
        return Disguise.of(people, secret, ON).stream()
                .map(Disguise.Shown::pseudonym)
                .toList();
    }
}
