package care.convoy.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
    private static final long TOTAL = 1_000;
    private static final DiskThresholds LEVELS = new DiskThresholds(100, 50, 20);

    private final List<String> done = new ArrayList<>();
    private long logFree = 500;
    private long dataFree = 500;
    private boolean broken;
    private final DiskWatch watch = new DiskWatch(
            List.of(
                    new DiskPlace("log", true, this::lookAtLog),
                    new DiskPlace("data", false, () -> new DiskPlace.Room(dataFree, TOTAL))),
            _ -> LEVELS,
            new DiskWatch.Consequences() {
                @Override
                public void refuseAllButAlarms(boolean refuse) {
                    done.add(refuse ? "refuse" : "admit");
                }

                @Override
                public void leaveLog(String why) {
                    done.add("leave");
                }

                @Override
                public void returnToLog() {
                    done.add("return");
                }
            });

    private DiskPlace.Room lookAtLog() throws IOException {
        if (broken) {
            throw new IOException("stale mount");
        }
        return new DiskPlace.Room(logFree, TOTAL);
    }

    private void free(long bytes) {
        logFree = bytes;
        watch.look();
    }

    @Test
    void lowIsSaidAndNothingIsGivenUp() {
        free(99);
        watch.look();

        assertThat(watch.level()).isEqualTo(DiskLevel.LOW);
        assertThat(watch.reachedCount(DiskLevel.LOW)).isEqualTo(1);
        assertThat(done).isEmpty();
    }

    @Test
    void tightRefusesWhatIsNoAlarmAndFullLeavesTheLogEachOnce() {
        free(49);
        free(48);
        free(19);
        free(18);

        assertThat(done).containsExactly("refuse", "leave");
        assertThat(watch.describe()).isEqualTo("log 0 MB free FULL, data 0 MB free");
    }

    @Test
    void whatWasGivenUpComesBackWithMoreRoomThanItWentWith() {
        free(10);
        assertThat(done).containsExactly("refuse", "leave");

        free(24);
        assertThat(done).as("a little above full").containsExactly("refuse", "leave");
        free(25);
        assertThat(done).as("a quarter above full").containsExactly("refuse", "leave", "return");
        free(60);
        assertThat(watch.level()).isEqualTo(DiskLevel.TIGHT);
        free(63);
        assertThat(done).containsExactly("refuse", "leave", "return", "admit");
        free(124);
        assertThat(watch.level()).isEqualTo(DiskLevel.LOW);
        free(125);
        assertThat(watch.level()).isEqualTo(DiskLevel.OK);
    }

    @Test
    void anotherFullDiskRefusesWhatIsNoAlarmButLeavesTheLogAlone() {
        dataFree = 0;
        watch.look();

        assertThat(watch.level()).isEqualTo(DiskLevel.FULL);
        assertThat(done).containsExactly("refuse");
    }

    @Test
    void aDiskThatCannotBeAskedStaysAsItWas() {
        free(10);
        broken = true;
        watch.look();

        assertThat(watch.level()).isEqualTo(DiskLevel.FULL);
        assertThat(watch.failures()).isEqualTo(1);
        assertThat(done).containsExactly("refuse", "leave");
    }

    @Test
    void aDiskThatCouldNeverBeAskedSaysSo() {
        broken = true;
        watch.look();

        assertThat(watch.describe()).isEqualTo("log CANNOT BE ASKED, data 0 MB free");
        assertThat(watch.level()).isEqualTo(DiskLevel.OK);
    }

    @Test
    void defaultsFollowTheSizeOfTheDisk() {
        long gigabyte = 1L << 30;
        long megabyte = 1L << 20;
        assertThat(DiskThresholds.of(1_000 * gigabyte))
                .isEqualTo(new DiskThresholds(4 * gigabyte, gigabyte, 256 * megabyte));
        assertThat(DiskThresholds.of(gigabyte))
                .isEqualTo(new DiskThresholds(gigabyte / 10, gigabyte / 20, gigabyte / 50));
        assertThat(DiskThresholds.of(64 * megabyte))
                .isEqualTo(new DiskThresholds(24 * megabyte, 16 * megabyte, 8 * megabyte));
    }
}
