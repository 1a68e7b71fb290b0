package care.convoy.console.web;

import care.convoy.console.AlertCommands;
import care.convoy.console.AlertCommands.Command;
import care.convoy.console.AlertCommands.DeviceOrder;
import care.convoy.console.ConsoleClock;
import care.convoy.console.Devices;
import care.convoy.console.session.Permissions;
import care.convoy.console.wire.RecordJson;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What devices told, and trying them out. Confined to the event loop. */
final class DeviceRoutes {
    private final Devices devices;
    private final Offload offload;
    private final CommandDesk desk;
    private final ConsoleClock clock;

    DeviceRoutes(Devices devices, Offload offload, CommandDesk desk, ConsoleClock clock) {
        this.devices = devices;
        this.offload = offload;
        this.desk = desk;
        this.clock = clock;
    }

    void latest(Call call) {
        known(call, latest -> call.ok(RecordJson.latest(latest)));
    }

    void tests(Call call) {
        offload.run(
                call,
                () -> {
                    JsonArray tests = new JsonArray();
                    devices.onTest().stream()
                            .filter(test -> test.resident() == null
                                    || call.caller().sees(test.resident().regionCode()))
                            .sorted(Comparator.comparing(Devices.OnTest::until).thenComparing(Devices.OnTest::deviceId))
                            .forEach(test -> tests.add(RecordJson.onTest(test)));
                    return new JsonObject().put("tests", tests);
                },
                call::ok);
    }

    /** What was ordered of a device. */
    void orders(Call call) {
        offload.find(
                call,
                () -> devices.orders(call.id()),
                Devices.Orders::regionCode,
                orders -> call.ok(RecordJson.orders(call.id(), orders)));
    }

    void beginTest(Call call) {
        Duration time = Duration.ofSeconds(call.body().getLong("forSeconds"));
        Optional<AlertCommands.Key> key = desk.key(call, "beginTest");
        if (key.isEmpty()) {
            call.problem(CommandDesk.KEY_REUSED);
            return;
        }
        known(call, latest -> order(call, new Command.BeginTest(key.get(), call.id(), time), time));
    }

    void endTest(Call call) {
        Optional<AlertCommands.Key> key = desk.key(call, "endTest");
        if (key.isEmpty()) {
            call.problem(CommandDesk.KEY_REUSED);
            return;
        }
        known(call, latest -> order(call, new Command.EndTest(key.get(), call.id()), null));
    }

    /** A device is to do something, without a case. */
    void order(Call call) {
        DeviceOrder asked;
        try {
            asked = OrderReader.forDevice(call.body());
        } catch (OrderReader.Odd odd) {
            call.problem(odd.problem());
            return;
        }
        if (!Permissions.orders(call.caller().user().role()).contains(asked.what())) {
            call.problem(Problem.FORBIDDEN);
            return;
        }
        Optional<AlertCommands.Key> key = desk.key(call, "orderDevice");
        if (key.isEmpty()) {
            call.problem(CommandDesk.KEY_REUSED);
            return;
        }
        known(
                call,
                latest -> desk.submit(
                        call,
                        new Command.OrderForDevice(key.get(), call.id(), asked),
                        done -> call.ok(new JsonObject()
                                .put("deviceId", call.id())
                                .put("durability", done.durability().name())
                                .put("duplicate", done.duplicate())),
                        refused -> call.problem(CommandDesk.refusal(refused))));
    }

    private void known(Call call, Consumer<Devices.Latest> then) {
        offload.find(call, () -> devices.latest(call.id()), Devices.Latest::regionCode, then);
    }

    private void order(Call call, Command.OnDevice command, @Nullable Duration time) {
        desk.submit(
                call,
                command,
                done -> {
                    JsonObject json = new JsonObject()
                            .put("deviceId", call.id())
                            .put("onTest", time != null)
                            .put("durability", done.durability().name())
                            .put("duplicate", done.duplicate());
                    call.ok(
                            time == null
                                    ? json
                                    : json.put("until", Times.text(clock.now().plus(time))));
                },
                refused -> call.problem(CommandDesk.refusal(refused)));
    }
}
