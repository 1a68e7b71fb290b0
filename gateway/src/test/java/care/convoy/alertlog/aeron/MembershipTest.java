package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final String LIST = "10.0.0.1:7800,10.0.0.2:7800,10.0.0.3:7800";

    @Test
    void aListIsReadInItsOrder() {
        Membership membership = Membership.parse(LIST, 1);

        assertThat(membership.members()).hasSize(3);
        assertThat(membership.self()).isEqualTo(new Membership.Member("10.0.0.2", 7_800));
        assertThat(membership.clusterMembers())
                .startsWith("0,10.0.0.1:7800,10.0.0.1:7801,10.0.0.1:7802,10.0.0.1:7803,10.0.0.1:7804|1,");
    }

    @Test
    void allMembersOfOneListBearItsMark() {
        assertThat(Membership.parse(LIST, 0).listMark())
                .isEqualTo(Membership.parse(LIST, 2).listMark())
                .isNotEqualTo(Membership.parse(LIST.replace("10.0.0.3", "10.0.0.4"), 2)
                        .listMark());
    }

    @Test
    void wrongListsAreRefusedInOneLine() {
        refused("10.0.0.1:7800,10.0.0.2:7800", 0, "2 given, three are wanted");
        refused(LIST + ",10.0.0.4:7800", 0, "4 given");
        refused(LIST, 3, "--member 3 is not a place in the list");
        refused(LIST, -1, "--member -1");
        refused("10.0.0.1,10.0.0.2:7800,10.0.0.3:7800", 0, "'10.0.0.1' is not HOST:PORTBASE");
        refused("10.0.0.1:80000,10.0.0.2:7800,10.0.0.3:7800", 0, "port base of 1024");
        refused("10.0.0.1:7800,10.0.0.1:7800,10.0.0.3:7800", 0, "two members at the same address");
        refused("", 0, "is not HOST:PORTBASE");
    }

    private static void refused(String list, int member, String because) {
        assertThatThrownBy(() -> Membership.parse(list, member))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(because)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aWordIsReadAsItWasWritten() {
        for (MusterWord.Standing standing : MusterWord.Standing.values()) {
            MusterWord word =
                    new MusterWord(true, 2, standing, true, false, true, -7, 9, Long.MIN_VALUE, 11, 13, Long.MAX_VALUE);

            assertThat(word.toBytes()).hasSize(MusterWord.BYTES);
            assertThat(MusterWord.read(ByteBuffer.wrap(word.toBytes()))).isEqualTo(word);
        }
    }

    @Test
    void otherDatagramsArePassedOver() {
        Random random = new Random(3);
        byte[] word =
                new MusterWord(false, 0, MusterWord.Standing.MEMBER, false, true, false, 1, 2, 3, 4, 5, 6).toBytes();
        byte[] cut = word.clone();
        cut[0]++;
        assertThat(MusterWord.read(ByteBuffer.wrap(cut))).isNull();
        for (int length = 0; length < 2 * MusterWord.BYTES; length++) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            assertThat(MusterWord.read(ByteBuffer.wrap(noise))).isNull();
        }
    }
}
