package care.convoy.resident;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.PlanChange;
import care.convoy.escalation.PlanChange.What;
import care.convoy.escalation.Urgency;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanLineTest {
    private static final String HEADER = "resident_id,priority,action,ring,what,value\n";

    private static List<String> errors(String csv) {
        return read(csv).errors().stream().map(ImportError::toString).toList();
    }

    private static ImportFile<PlanLine> read(String csv) {
        return PlanLine.read(csv.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsEveryKindOfChange() {
        ImportFile<PlanLine> file = read(HEADER + """
                R1,P1,call,1,first,c1
                R1,P1,call,2,only,c1; c2
                R1,P2,message,,after,60
                R1,P1,request_ambulance,,off,
                R1,P1,call,,off,
                """);
        assertThat(file.errors()).isEmpty();
        assertThat(file.lines())
                .extracting(line -> Objects.requireNonNull(line.change()).change())
                .containsExactly(
                        new PlanChange(Urgency.P1, Action.CALL, 1, What.FIRST, 0, List.of("c1")),
                        new PlanChange(Urgency.P1, Action.CALL, 2, What.ONLY, 0, List.of("c1", "c2")),
                        new PlanChange(Urgency.P2, Action.MESSAGE, 0, What.AFTER, 60, List.of()),
                        new PlanChange(Urgency.P1, Action.REQUEST_AMBULANCE, 0, What.OFF, 0, List.of()),
                        new PlanChange(Urgency.P1, Action.CALL, 0, What.OFF, 0, List.of()));
    }

    @Test
    void columnsThatAreNotNeededMayBeAbsent() {
        ImportFile<PlanLine> file = read("resident_id,priority,action,what\nR1,P1,message,off\n");
        assertThat(file.errors()).isEmpty();
        assertThat(Objects.requireNonNull(file.lines().getFirst().change()).resident())
                .isEqualTo(new ResidentId("R1"));
    }

    @Test
    void standardTakesBackWhatWasSaidOfTheStep() {
        ImportFile<PlanLine> file = read(HEADER + "R1,P1,call,,standard,\nR1,P1,call,2,standard,\n");
        assertThat(file.errors()).isEmpty();
        PlanLine everyRing = file.lines().getFirst();
        PlanLine ringTwo = file.lines().getLast();
        ResidentPlanChange ofRingOne = change(read(HEADER + "R1,P1,call,1,off,\n"));
        ResidentPlanChange ofRingTwo = change(read(HEADER + "R1,P1,call,2,after,70\n"));
        ResidentPlanChange ofAnother = change(read(HEADER + "R2,P1,call,2,after,70\n"));
        ResidentPlanChange ofP2 = change(read(HEADER + "R1,P2,call,2,after,70\n"));

        assertThat(everyRing.change()).isNull();
        assertThat(List.of(ofRingOne, ofRingTwo, ofAnother, ofP2))
                .extracting(everyRing::takesBack)
                .containsExactly(true, true, false, false);
        assertThat(List.of(ofRingOne, ofRingTwo)).extracting(ringTwo::takesBack).containsExactly(false, true);
    }

    private static ResidentPlanChange change(ImportFile<PlanLine> file) {
        return Objects.requireNonNull(file.lines().getFirst().change());
    }

    @Test
    void whatIsMadeByAnAcceptanceCannotBePlannedNorTakenBack() {
        String told =
                ", action: cannot be planned: once somebody accepts, everybody who was asked is told; remove the line";
        assertThat(errors(HEADER + """
                        R1,P1,inform,,off,
                        R1,P1,inform,,standard,
                        R1,P2,inform,1,after,60
                        R1,P1,show_all_consoles,,standard,
                        """))
                .containsExactly(
                        "line 2" + told,
                        "line 3" + told,
                        "line 4" + told,
                        "line 5, action: every alert is shown at once; remove the line");
    }

    @Test
    void reportsEachBadLineWithNumberFieldAndMend() {
        assertThat(errors(HEADER + """
                        R 1,P1,call,1,off,
                        R1,,call,1,off,
                        R1,P4,ring,1,forget,
                        R1,P1,call,4,off,
                        R1,P1,show_all_consoles,,off,
                        R1,P1,call_supervisor,,off,
                        R1,P1,call,1,after,soon
                        R1,P1,call,2,after,601
                        R1,P1,call,3,after,
                        R1,P2,call,1,first,c1;c2
                        R1,P2,call,1,only,c1;c1
                        R1,P2,call,2,only,c 1
                        R1,P2,call,,only,c1
                        R1,P3,call,1,off,
                        R1,P2,message,,off,c1
                        R1,P3,message,,off,
                        R1,P3,message,,off,
                        """))
                .containsExactly(
                        "line 2, resident_id: must be 1 to 64 characters of A-Z a-z 0-9 . _ : -",
                        "line 3, priority: empty; it is required",
                        "line 4, priority: must be one of P1, P2, P3",
                        "line 4, action: must be one of all_consoles_loud, call_supervisor, call, message,"
                                + " request_ambulance",
                        "line 4, what: must be one of only, first, after, off, standard",
                        "line 5, ring: must be a number from 1 to 3",
                        "line 6, action: every alert is shown at once; remove the line",
                        "line 7, what: consoles and supervisor are always called for a P1; 'after' may call them sooner",
                        "line 8, value: must be a number from 0 to 86400",
                        "line 9, value: must be 0 to 600 seconds",
                        "line 10, value: must be 0 to 600 seconds",
                        "line 11, value: must be one contact id",
                        "line 12, value: names 'c1' twice",
                        "line 13, value: each contact id must be 1 to 64 characters of A-Z a-z 0-9 . _ : -",
                        "line 14, ring: name the ring, 1 to 3; only 'off' may mean every ring",
                        "line 15, priority: a P3 calls nobody at home; write P1 or P2",
                        "line 16, value: 'off' takes no value; leave it empty",
                        "line 18: the same id as line 17; keep one of them");
    }
}
