package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertLogConfigTest {
    @TempDir
    private Path directory;

    @Test
    void threeMembersAreWrittenAsTheEngineWantsThem() {
        Membership three = new Membership(
                1,
                List.of(
                        new Membership.Member("a", 7_800),
                        new Membership.Member("b", 7_800),
                        new Membership.Member("c", 7_900)));

        assertThat(three.clusterMembers())
                .isEqualTo("0,a:7800,a:7801,a:7802,a:7803,a:7804|1,b:7800,b:7801,b:7802,b:7803,b:7804"
                        + "|2,c:7900,c:7901,c:7902,c:7903,c:7904");
        assertThat(three.ingressEndpoints()).isEqualTo("0=a:7800,1=b:7800,2=c:7900");
        assertThat(three.self().host()).isEqualTo("b");
    }

    @Test
    void twoMembersAreRefusedBecauseTheyDoNotSurviveTheDeathOfOne() {
        Membership.Member member = new Membership.Member("a", 7_800);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Membership(0, List.of(member, member)))
                .withMessageContaining("1 or 3 members");
    }

    @Test
    void impossibleSettingsAreRefused() {
        AlertLogConfig config = AlertLogConfig.single(directory, 7_800);

        assertThatIllegalArgumentException().isThrownBy(() -> config.withMaxOutstanding(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlertLogConfig.SnapshotPolicy(Duration.ZERO, 1 << 20));
        assertThatIllegalArgumentException().isThrownBy(() -> new Membership.Member("a", 80));
    }

    @Test
    void sharedMemoryIsTheSameForOneDirectoryAndAnotherForAnother() throws Exception {
        Path first;
        try (LogDirectory one = LogDirectory.lock(directory.resolve("one"))) {
            first = one.sharedMemory();
        }
        try (LogDirectory again = LogDirectory.lock(directory.resolve("one"));
                LogDirectory other = LogDirectory.lock(directory.resolve("other"))) {
            assertThat(again.sharedMemory()).isEqualTo(first);
            assertThat(other.sharedMemory()).isNotEqualTo(first);
        }
    }
}
