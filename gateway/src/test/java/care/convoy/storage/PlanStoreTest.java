package care.convoy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.PlanChange;
import care.convoy.escalation.PlanChange.What;
import care.convoy.escalation.Urgency;
import care.convoy.resident.ImportError;
import care.convoy.resident.ImportResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanStoreTest {
    private static final ResidentId R1 = new ResidentId("R1");
    private static final String HEADER = "resident_id,priority,action,ring,what,value\n";
    private static final PlanChange FIRST = new PlanChange(Urgency.P1, Action.CALL, 1, What.FIRST, 0, List.of("c2"));

    @TempDir
    private Path directory;

    private Database database;
    private Provisions node;

    @BeforeEach
    void open() {
        database = TestPostgres.database();
        node = new Provisions(database, directory);
        node.residents("resident_id,name\nR1,Wang\nR2,Li\n");
        node.contacts("resident_id,contact_id,name,role\nR1,c1,Zhang,neighbour\nR1,c2,Chen,peer\nR2,c1,Zhao,peer\n");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void importsOnceAndMayBeRepeated() {
        String plans = HEADER + "R1,P1,call,1,first,c2\nR1,P1,message,,after,90\nR2,P2,call,,off,\n";
        assertThat(node.plans(plans)).isEqualTo(result(3, 3));
        assertThat(node.plans(plans)).isEqualTo(result(3, 0));

        assertThat(node.residents.planChangesOf(R1))
                .containsExactlyInAnyOrder(
                        FIRST, new PlanChange(Urgency.P1, Action.MESSAGE, 0, What.AFTER, 90, List.of()));
        assertThat(node.residents.planChangesOf(new ResidentId("R2"))).hasSize(1);
        assertThat(node.residents.planChangesOf(new ResidentId("R3"))).isEmpty();
    }

    @Test
    void furtherLineForTheSameChangeReplacesItAndOthersStay() {
        node.plans(HEADER + "R1,P1,call,1,first,c1\nR1,P1,call,1,after,30\n");
        assertThat(node.plans(HEADER + "R1,P1,call,1,first,c2\n")).isEqualTo(result(1, 1));
        assertThat(node.residents.planChangesOf(R1))
                .containsExactlyInAnyOrder(
                        FIRST, new PlanChange(Urgency.P1, Action.CALL, 1, What.AFTER, 30, List.of()));
    }

    @Test
    void standardTakesBackBeforeAnythingNewIsSaid() {
        node.plans(HEADER + "R1,P1,call,1,only,c1\nR1,P1,call,2,off,\nR1,P2,call,2,off,\nR2,P1,call,1,only,c1\n");
        String back = HEADER + "R1,P1,call,1,first,c2\nR1,P1,call,,standard,\n";
        assertThat(node.plans(back)).isEqualTo(result(2, 3));
        assertThat(node.plans(back)).isEqualTo(result(2, 0));

        assertThat(node.residents.planChangesOf(R1))
                .containsExactlyInAnyOrder(FIRST, new PlanChange(Urgency.P2, Action.CALL, 2, What.OFF, 0, List.of()));
        assertThat(node.residents.planChangesOf(new ResidentId("R2"))).hasSize(1);
        assertThat(new Sql(database).count("plan_change")).isEqualTo(3);
    }

    @Test
    void namesEachLineWhoseResidentOrContactIsMissingAndStoresNone() {
        ImportResult refused = node.plans(HEADER
                + "R1,P1,call,1,first,c1\nR8,P1,call,1,off,\nR8,P1,call,,standard,\nR2,P1,call,1,only,c1;c2;c9\n");
        assertThat(refused.imported()).isZero();
        assertThat(refused.errors())
                .extracting(ImportError::toString)
                .containsExactly(
                        "line 3, resident_id: no resident 'R8'; import the residents first",
                        "line 4, resident_id: no resident 'R8'; import the residents first",
                        "line 5, value: no contact 'c2' of resident 'R2'; import the contacts first",
                        "line 5, value: no contact 'c9' of resident 'R2'; import the contacts first");
        assertThat(new Sql(database).count("plan_change")).isZero();
    }

    private static ImportResult result(int imported, int changed) {
        return new ImportResult(imported, changed, List.of());
    }
}
