package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.powercut.DiskCall;
import care.convoy.powercut.DiskTrace;
import care.convoy.powercut.PowerCuts;
import care.convoy.powercut.Survival;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes while the log is written: whatever part of the unsynced bytes and names the disk has, every press that was
 * acknowledged before is an open alert with its timer. {@code -Dconvoy.powercut.cuts=N} cuts at so many calls, each in
 * every {@link Survival.Way}; {@code trials/power-cut} does.
 */
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("convoy.powercut.cuts", 6);
    private static final long SEED = Long.getLong("convoy.powercut.seed", 7);
    private static final int BULK = 11_500;

    private final int portBase = 20_000 + 10 * ThreadLocalRandom.current().nextInt(1_000);
    private int secondStarts;

    @TempDir
    private Path scratch;

    @Test
    void whateverTheDiskHasAfterAPowerCutNoAcknowledgedPressIsLost() throws Exception {
        Path root = Files.createDirectories(scratch.resolve("data"));
        DiskTrace trace = new DiskTrace(root, scratch.resolve("trace"));
        trace.run(victim(root, "first", 0), 400);
        trace.run(victim(root, "second", 0), 300);
        if (CUTS >= 100) {
            trace.run(victim(root, "third", BULK), 400);
        }
        PowerCuts cuts = new PowerCuts(root, scratch, SEED);
        cuts.go(trace.calls(), CUTS, PowerCutTest::isRare, this::start);
        System.out.println("power cuts: " + cuts.summary(trace.calls()) + ", needing a second start " + secondStarts);
        assertThat(cuts.failures()).isEmpty();
    }

    /** Names, sizes, mapped stores, syncs of directories. */
    private static boolean isRare(DiskCall call) {
        return !(call instanceof DiskCall.Write || call instanceof DiskCall.Sync || call instanceof DiskCall.Said);
    }

    private Optional<String> start(Path left, List<String> acknowledged) throws InterruptedException {
        Restarted restarted = new Restarted(PowerVictim.config(left.resolve("log"), portBase));
        Optional<String> wrong = restarted.check(acknowledged);
        secondStarts += restarted.starts() - 1;
        return wrong;
    }

    private List<String> victim(Path root, String prefix, int bulk) {
        return Victims.command(
                PowerVictim.class,
                root.resolve("log").toString(),
                Integer.toString(portBase),
                prefix,
                Integer.toString(bulk));
    }
}
