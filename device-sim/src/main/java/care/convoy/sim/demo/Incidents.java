package care.convoy.sim.demo;

import care.convoy.firmware.Upward;
import care.convoy.sim.device.Device;
import care.convoy.sim.device.MessageKey;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** What happens to people now and then, drawn from a seed. Called on the thread of the device that it happens to. */
final class Incidents {
    private static final int PRESS_PERCENT = 35;
    private static final int FALL_PERCENT = 30;
    private static final int LOW_BATTERY_PERCENT = 15;
    private static final int LOW_MARK_PERCENT = 15;
    private static final int CANCEL_AFTER_SECONDS = 12;
    private static final int BACK_ON_AFTER_SECONDS = 120;

    private final SplittableRandom chance;

    Incidents(long seed) {
        chance = new SplittableRandom(seed);
    }

    /** One incident; what follows from it follows by itself. */
    void befall(Device device) {
        int drawn = chance.nextInt(100);
        if (drawn < PRESS_PERCENT) {
            device.raise(device.wearer().press(), System.nanoTime());
        } else if (drawn < PRESS_PERCENT + FALL_PERCENT) {
            fall(device);
        } else if (drawn < PRESS_PERCENT + FALL_PERCENT + LOW_BATTERY_PERCENT) {
            device.raise(new Upward.LowBattery(LOW_MARK_PERCENT), System.nanoTime());
        } else {
            device.raise(device.wearer().takeOff(), System.nanoTime());
            later(
                    device,
                    BACK_ON_AFTER_SECONDS,
                    () -> device.raise(device.wearer().putOn(), System.nanoTime()));
        }
    }

    /** Of two falls one is taken back by the wearer while that is still possible. */
    private void fall(Device device) {
        MessageKey key = device.raise(device.wearer().fall(), System.nanoTime());
        if (chance.nextBoolean()) {
            later(
                    device,
                    CANCEL_AFTER_SECONDS,
                    () -> device.raise(new Upward.Cancel(key.epoch(), key.sequence()), System.nanoTime()));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the device's thread
    private static void later(Device device, int seconds, Runnable what) {
        device.thread().schedule(what, seconds, TimeUnit.SECONDS);
    }
}
