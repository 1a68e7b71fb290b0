package care.convoy.operator;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alert.CoreState;
import care.convoy.alert.OperatorId;
import care.convoy.console.AlertRow;
import care.convoy.console.Devices;
import care.convoy.console.Operator;
import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The devices on test, from the board: those whose test this node saw begin, and those that hold an alert back. Thread-safe.
 */
final class DevicesOnTest {
    private final AlertBoard board;
    private final AlertRows rows;
    private final Names names;
    private final Function<DeviceId, List<ResidentId>> wearers;

    DevicesOnTest(AlertBoard board, AlertRows rows, Names names, Function<DeviceId, List<ResidentId>> wearers) {
        this.board = board;
        this.rows = rows;
        this.names = names;
        this.wearers = wearers;
    }

    List<Devices.OnTest> list() {
        Map<DeviceId, Devices.OnTest> tests = new TreeMap<>();
        for (AlertView view : board.open()) {
            if (view.state() == AlertState.ON_TEST) {
                tests.put(view.device(), onTest(view.device(), view.heldUntilMillis(), null));
            }
        }
        for (CoreState.DeviceTest test : board.tests()) {
            tests.put(test.device(), onTest(test.device(), test.untilMillis(), test.operator()));
        }
        return new ArrayList<>(tests.values());
    }

    private Devices.OnTest onTest(DeviceId device, long untilMillis, @Nullable OperatorId by) {
        List<ResidentId> residents = wearers.apply(device);
        AlertRow.Brief resident = residents.isEmpty() ? null : rows.brief(residents.getFirst());
        Operator operator = by == null ? null : names.of(by);
        return new Devices.OnTest(device.value(), Instant.ofEpochMilli(untilMillis), operator, resident);
    }
}
