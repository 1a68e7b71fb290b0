package care.convoy.alertlog.emergency;

import care.convoy.alert.Command;
import care.convoy.alert.Command.OnDevice;
import care.convoy.alert.CommandId;
import care.convoy.alert.CoreState.DeviceTest;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.emergency.EmergencyCore.Done;
import care.convoy.device.DeviceId;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the log is told of tests of devices that were begun or ended here: of each device only how it is in the end, with the
 * time that is left, so that nothing is silent for longer there than here. Bounded by the journal. One thread.
 */
final class TestsHere {
    private final Map<DeviceId, Trial> byDevice = new HashMap<>();
    private final Set<CommandId> seen = new HashSet<>();

    /**
     * The commands about one device.
     *
     * @param first of those that belong to the test that is going on, or the last one: presses after it are to be heard as
     *     pressed on test
     * @param over whether the test's time ran out after the last one
     */
    private record Trial(Done first, Done last, boolean over) {}

    /** A command about a device was applied. */
    void applied(Done done, Outcome outcome) {
        if (!(done.command() instanceof OnDevice command)
                || !seen.add(command.id())
                || !(outcome instanceof Outcome.Done)) {
            return;
        }
        Trial before = byDevice.get(command.device());
        Done first = before == null || !goesOn(before, command) ? done : before.first();
        byDevice.put(command.device(), new Trial(first, done, false));
    }

    /** Whether the command moves the end of a test that goes on. */
    private static boolean goesOn(Trial trial, OnDevice command) {
        return command instanceof Command.BeginTest
                && !trial.over()
                && trial.last().command() instanceof Command.BeginTest;
    }

    /** The test of a device ended, however it did. */
    void over(DeviceId device) {
        byDevice.computeIfPresent(device, (_, trial) -> new Trial(trial.last(), trial.last(), true));
    }

    /**
     * What is to be sent in place of a command: null if a later one says it, or an earlier one has said it.
     *
     * @param told sequence of the last command about each device that the log was told of
     * @param tests that go on here
     */
    @Nullable
    Command toSend(
            Done done, OnDevice command, Map<DeviceId, Long> told, Collection<DeviceTest> tests, long nowMillis) {
        DeviceId device = command.device();
        Trial trial = byDevice.get(device);
        if (trial == null
                || done.sequence() < trial.first().sequence()
                || told.getOrDefault(device, 0L) >= trial.last().sequence()) {
            return null;
        }
        told.put(device, trial.last().sequence());
        if (!(trial.last().command() instanceof Command.BeginTest begin)) {
            return trial.last().command();
        }
        long left = tests.stream()
                .filter(test -> test.device().equals(device))
                .mapToLong(test -> test.untilMillis() - nowMillis)
                .findFirst()
                .orElse(0);
        return left > 0
                ? new Command.BeginTest(following(begin.id(), "the rest of "), device, left)
                : new Command.EndTest(following(begin.id(), "the end of "), device);
    }

    /** Another command, the same whenever it is told. */
    private static CommandId following(CommandId id, String what) {
        byte[] name = (what + id.value()).getBytes(StandardCharsets.US_ASCII);
        return new CommandId(id.actor(), UUID.nameUUIDFromBytes(name));
    }
}
