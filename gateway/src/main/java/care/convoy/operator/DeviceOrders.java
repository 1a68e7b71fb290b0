package care.convoy.operator;

import care.convoy.alert.Intent;
import care.convoy.console.AlertCommands.DeviceOrder;
import care.convoy.device.DeviceId;
import care.convoy.effect.DeviceWords;
import org.jspecify.annotations.Nullable;

/** Orders to devices as the core knows them; words and numbers are sealed. Stateless. */
final class DeviceOrders {
    private final DeviceWords words;

    DeviceOrders(DeviceWords words) {
        this.words = words;
    }

    /** The contract has checked the ranges. */
    Intent.What what(DeviceId device, DeviceOrder order) {
        return switch (order) {
            case DeviceOrder.Locate _ -> new Intent.Locate();
            case DeviceOrder.Measure _ -> new Intent.Measure();
            case DeviceOrder.Ring _ -> new Intent.Ring();
            case DeviceOrder.Message message -> new Intent.Show(words.seal(device, message.text()));
            case DeviceOrder.Configure configure ->
                new Intent.Configure(
                        seconds(configure.heartbeat()), seconds(configure.vitals()), seconds(configure.location()));
            case DeviceOrder.SosNumbers numbers -> new Intent.SosNumbers(words.sealNumbers(device, numbers.numbers()));
            case DeviceOrder.FallAlarm alarm -> new Intent.FallAlarm(alarm.on());
            case DeviceOrder.CallBack _ -> new Intent.CallBack();
        };
    }

    private static int seconds(@Nullable Integer given) {
        return given == null ? Intent.Configure.UNCHANGED : given;
    }
}
