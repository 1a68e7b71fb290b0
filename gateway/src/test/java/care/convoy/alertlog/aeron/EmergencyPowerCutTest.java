package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.powercut.DiskCall;
import care.convoy.powercut.DiskTrace;
import care.convoy.powercut.PowerCuts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes in an emergency, or while what was done in it is brought to the log: every press that was acknowledged, by
 * the log or by the emergency journal alone, is one open alert of the log after the next start. {@code
 * -Dconvoy.powercut.cuts=N} cuts at so many calls; {@code trials/power-cut} does.
 */
class EmergencyPowerCutTest {
    private static final int CUTS = Integer.getInteger("convoy.powercut.cuts", 4);
    private static final long SEED = Long.getLong("convoy.powercut.seed", 7);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int portBase = 20_000 + 10 * ThreadLocalRandom.current().nextInt(1_000);

    @TempDir
    private Path scratch;

    @Test
    void noPressThatTheEmergencyJournalAcknowledgedIsLostOrDoubled() throws Exception {
        Path root = Files.createDirectories(scratch.resolve("data"));
        DiskTrace trace = new DiskTrace(root, scratch.resolve("trace"));
        trace.run(victim(root, "first"), 360);
        trace.run(victim(root, "second"), 240);
        List<DiskCall> calls = trace.calls();
        long local = calls.stream().filter(EmergencyPowerCutTest::isLocal).count();
        long merges = calls.stream()
                .filter(call -> isSaid(call, "say the alert log has taken over"))
                .count();
        assertThat(local).as("acknowledged by the journal alone").isPositive();
        assertThat(merges).as("times that the log took over").isPositive();

        PowerCuts cuts = new PowerCuts(root, scratch, SEED);
        Path journal = SafeguardedNode.journalDirectory(root);
        cuts.go(calls, CUTS, call -> isBelow(call, journal), this::start);
        System.out.printf(
                "power cuts with the emergency journal: %s, of the acknowledged LOCAL %d, taken over by the log %d times%n",
                cuts.summary(calls), local, merges);
        assertThat(cuts.failures()).isEmpty();
    }

    private static boolean isLocal(DiskCall call) {
        return call instanceof DiskCall.Said said && said.line().endsWith(" LOCAL");
    }

    private static boolean isSaid(DiskCall call, String start) {
        return call instanceof DiskCall.Said said && said.line().startsWith(start);
    }

    private static boolean isBelow(DiskCall call, Path directory) {
        return switch (call) {
            case DiskCall.Create create -> create.file().startsWith(directory);
            case DiskCall.MakeDirectory made -> made.directory().startsWith(directory);
            case DiskCall.Write write -> write.file().startsWith(directory);
            case DiskCall.Sync sync -> sync.file().startsWith(directory);
            case DiskCall.SyncDirectory sync -> sync.directory().startsWith(directory);
            case DiskCall.Said _ -> isLocal(call);
            default -> false;
        };
    }

    private Optional<String> start(Path left, List<String> acknowledged) throws Exception {
        List<String> devices = new ArrayList<>();
        acknowledged.forEach(each -> devices.add(each.replace(" LOCAL", "")));
        List<String> said = new CopyOnWriteArrayList<>();
        Heard heard = new Heard();
        try (SafeguardedNode node = SafeguardedNode.start(left, portBase, heard, said::add)) {
            if (!node.awaitLog(PATIENCE)) {
                return Optional.of("the log does not start: " + said);
            }
            if (!node.awaitTakenOver(PATIENCE)) {
                return Optional.of("the log does not take over what the journal holds: " + said);
            }
            if (said.stream().anyMatch(line -> line.contains("set aside"))) {
                return Optional.of("the journal is not read: " + said);
            }
            return Optional.ofNullable(Restarted.wrong(node.log(), node.history(), heard, devices));
        }
    }

    private List<String> victim(Path root, String prefix) {
        return Victims.command(EmergencyVictim.class, root.toString(), Integer.toString(portBase), prefix);
    }
}
