package care.convoy.alertlog;

import care.convoy.alert.AlertId;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import java.util.List;
import java.util.Random;

/** Draws what devices are told. */
final class IntentSamples {
    private final Random random;
    private final Samples samples;

    IntentSamples(Random random, Samples samples) {
        this.random = random;
        this.samples = samples;
    }

    Intent intent() {
        return new Intent(
                1 + random.nextLong(Intent.MOST_IDS),
                samples.device(),
                samples.orNull(samples::alertId),
                what(),
                samples.orNull(samples::operator),
                samples.number(),
                random.nextBoolean());
    }

    private Intent.What what() {
        return switch (random.nextInt(4)) {
            case 0 -> new Intent.Accepted(samples.one(Intent.By.class));
            case 1 -> new Intent.Resolved();
            default -> ordered();
        };
    }

    Intent.What ordered() {
        return switch (random.nextInt(8)) {
            case 0 -> new Intent.Locate();
            case 1 -> new Intent.Measure();
            case 2 -> new Intent.Ring();
            case 3 -> new Intent.Show(samples.sealed());
            case 4 -> new Intent.Configure(10 + random.nextInt(99), random.nextInt(99), random.nextInt(60_000) - 1);
            case 5 -> new Intent.SosNumbers(samples.sealed());
            case 6 -> new Intent.CallBack();
            default -> new Intent.FallAlarm(random.nextBoolean());
        };
    }

    Intent.State reported() {
        return List.of(
                        Intent.State.SENT,
                        Intent.State.ACKNOWLEDGED,
                        Intent.State.UNSUPPORTED,
                        Intent.State.REFUSED,
                        Intent.State.FAILED)
                .get(random.nextInt(5));
    }

    Event deviceMoved() {
        return new Event.DeviceIntentMoved(
                1 + random.nextLong(Intent.MOST_IDS),
                samples.device(),
                samples.one(Intent.Kind.class),
                samples.one(Intent.State.class));
    }

    Event.OfAlert moved(AlertId alert) {
        return new Event.IntentMoved(
                alert,
                1 + random.nextLong(Intent.MOST_IDS),
                samples.device(),
                samples.one(Intent.Kind.class),
                samples.one(Intent.State.class));
    }
}
