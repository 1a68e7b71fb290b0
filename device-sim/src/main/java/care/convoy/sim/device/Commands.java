package care.convoy.sim.device;

import care.convoy.firmware.CommandOutcome;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Setting;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Obeys commands, each once: the last 8 are remembered with their outcomes, so that a repeat is answered and not done again
 * (PROTOCOL.md §6). On the device's thread.
 */
final class Commands {
    private static final int REMEMBERED = 8;

    private final Map<Long, CommandOutcome> outcomes = new LinkedHashMap<>();

    CommandOutcome outcomeOf(long commandId, Downward command, NativeDevice device, Line line) {
        CommandOutcome known = outcomes.get(commandId);
        if (known != null) {
            return known;
        }
        CommandOutcome outcome = obey(command, device, line);
        outcomes.put(commandId, outcome);
        if (outcomes.size() > REMEMBERED) {
            outcomes.remove(outcomes.keySet().iterator().next());
        }
        return outcome;
    }

    private static CommandOutcome obey(Downward command, NativeDevice device, Line line) {
        long now = System.nanoTime();
        return switch (command) {
            case Downward.Locate _ -> {
                device.report(device.wearer().location(), now);
                yield CommandOutcome.DONE;
            }
            case Downward.Measure _ -> {
                device.report(device.wearer().vitals(System.currentTimeMillis()), now);
                yield CommandOutcome.DONE;
            }
            case Downward.Configure configure -> configure(configure, line);
            // heard and read by nobody
            case Downward.Ring _, Downward.Show _ -> CommandOutcome.DONE;
            case Downward.Ack _, Downward.Rejected _, Downward.Received _, Downward.Accepted _, Downward.Resolved _ ->
                CommandOutcome.UNSUPPORTED;
        };
    }

    /** Without TLS nobody may change whom the device calls. Of the rest a simulated device has use for one setting. */
    private static CommandOutcome configure(Downward.Configure configure, Line line) {
        if (configure.settings().stream().anyMatch(Setting::needsProtection)) {
            return CommandOutcome.REFUSED;
        }
        for (Setting setting : configure.settings()) {
            if (setting instanceof Setting.HeartbeatEvery(int seconds)) {
                line.heartbeatEvery(seconds);
            }
        }
        return CommandOutcome.DONE;
    }
}
