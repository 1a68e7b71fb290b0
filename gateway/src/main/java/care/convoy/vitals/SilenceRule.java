package care.convoy.vitals;

import care.convoy.alert.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What one silent device is worth: first a task, to call and ask; an alert if nothing is heard of the person for longer, or at once
 * after a sign of trouble.
 *
 * @param grades by care grade, from 0, unknown, to 4: five members
 * @param nightPercent so much of the time in which the person is usually asleep counts, 0 to 100
 * @param explainedTimes the wait for an alert is so many times as long where something explains the silence: the battery was nearly
 *     empty, another device of the person lives, or many fell silent together; 1 to 10
 * @param emptyPercent charge, as last told, up to which the battery explains it, 0 to 50
 * @param troubleMinutes a sign of trouble at most so long before the device was last heard makes its silence P2 at once, 0 to 1440;
 *     0: never
 */
public record SilenceRule(
        List<Grade> grades, int nightPercent, int explainedTimes, int emptyPercent, int troubleMinutes) {
    private static final int WEEK = 7 * 24 * 60;
    private static final int DAY = 24 * 60;
    private static final int MOST_EMPTY = 50;
    private static final int MOST_TIMES = 10;
    private static final Set<String> MEMBERS =
            Set.of("grades", "nightPercent", "explainedTimes", "emptyPercent", "troubleMinutes");
    private static final Set<String> GRADE = Set.of("task", "taskAfterMinutes", "alert", "alertAfterMinutes");

    /**
     * One silent device of a person of a grade.
     *
     * @param task P4 or P5
     * @param taskAfterMinutes after its deadline, 0 to 10,080; 0: at once, in an area's silence too. With a later one the device is
     *     told of only if it is not part of an area by then
     * @param alert whether it becomes an alert, P3, without a sign of trouble
     * @param alertAfterMinutes after its deadline, of time that counts, 0 to 10,080
     */
    public record Grade(Priority task, int taskAfterMinutes, boolean alert, int alertAfterMinutes) {
        /** Whether it is told at once. */
        public boolean isAtOnce() {
            return taskAfterMinutes == 0;
        }
    }

    public SilenceRule {
        grades = List.copyOf(grades);
    }

    /** What holds where a book says nothing. */
    static SilenceRule standard() {
        return new SilenceRule(
                List.of(
                        new Grade(Priority.P4, 30, true, 12 * 60),
                        new Grade(Priority.P5, 12 * 60, true, 12 * 60),
                        new Grade(Priority.P4, 2 * 60, true, 12 * 60),
                        new Grade(Priority.P4, 0, true, 8 * 60),
                        new Grade(Priority.P4, 0, true, 6 * 60)),
                25,
                2,
                5,
                60);
    }

    /** @throws IllegalArgumentException naming the member and what to write instead */
    static SilenceRule of(BookReader given) {
        SilenceRule base = standard();
        given.only(MEMBERS);
        BookReader each = given.object("grades");
        each.only(Set.of("0", "1", "2", "3", "4"));
        List<Grade> grades = new ArrayList<>();
        for (int grade = 0; grade < base.grades.size(); grade++) {
            grades.add(grade(each.object(Integer.toString(grade)), base.grades.get(grade)));
        }
        return new SilenceRule(
                grades,
                given.whole("nightPercent", 0, 100, base.nightPercent),
                given.whole("explainedTimes", 1, MOST_TIMES, base.explainedTimes),
                given.whole("emptyPercent", 0, MOST_EMPTY, base.emptyPercent),
                given.whole("troubleMinutes", 0, DAY, base.troubleMinutes));
    }

    private static Grade grade(BookReader given, Grade base) {
        given.only(GRADE);
        Priority task = given.word("task", Priority.class, base.task);
        if (task.compareTo(Priority.P4) < 0) {
            throw new IllegalArgumentException(
                    given.at("task") + ": give P4 or P5; when it is an alert alertAfterMinutes says");
        }
        return new Grade(
                task,
                given.whole("taskAfterMinutes", 0, WEEK, base.taskAfterMinutes),
                given.truth("alert", base.alert),
                given.whole("alertAfterMinutes", 0, WEEK, base.alertAfterMinutes));
    }
}
