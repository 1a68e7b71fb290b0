package care.convoy.effect;

import care.convoy.alert.AlertId;
import care.convoy.alert.Intent;
import care.convoy.ingest.Downlink;

/** An intent as a message down, with its words opened. Thread-safe. */
public final class IntentWords {
    private final DeviceWords words;

    public IntentWords(DeviceWords words) {
        this.words = words;
    }

    /** @throws RuntimeException if sealed words do not open */
    Downlink of(Intent intent) {
        return of(intent, intent.id());
    }

    /** Of an alert's own life, by an id of this process: such a message carries none to the device. */
    Downlink provisional(Intent intent, long id) {
        return of(intent, id);
    }

    private Downlink of(Intent intent, long id) {
        return switch (intent.what()) {
            case Intent.Accepted accepted -> new Downlink.Accepted(alert(intent), by(accepted.by()), id);
            case Intent.Resolved _ -> new Downlink.Resolved(alert(intent), id);
            case Intent.Locate _ -> new Downlink.Locate(id);
            case Intent.Measure _ -> new Downlink.Measure(id);
            case Intent.Ring _ -> new Downlink.Ring(id);
            case Intent.Show show -> new Downlink.Show(id, words.open(intent.device(), show.text()));
            case Intent.Configure configure ->
                new Downlink.Configure(
                        id, configure.heartbeatSeconds(), configure.vitalsSeconds(), configure.locationSeconds());
            case Intent.SosNumbers numbers ->
                new Downlink.SosNumbers(id, words.openNumbers(intent.device(), numbers.numbers()));
            case Intent.FallAlarm alarm -> new Downlink.FallAlarm(id, alarm.on());
            case Intent.CallBack _ -> new Downlink.CallBack(id);
        };
    }

    private static AlertId alert(Intent intent) {
        AlertId alert = intent.alert();
        if (alert == null) {
            throw new IllegalStateException("the life of an alert without an alert: " + intent);
        }
        return alert;
    }

    private static Downlink.Accepted.By by(Intent.By by) {
        return switch (by) {
            case OPERATOR -> Downlink.Accepted.By.OPERATOR;
            case CONTACT -> Downlink.Accepted.By.CONTACT;
            case AMBULANCE -> Downlink.Accepted.By.AMBULANCE;
        };
    }
}
