package care.convoy.ingest.watch;

import care.convoy.ingest.Quarantine.Stranger;
import care.convoy.ingest.RegisteredDevice.Protocol;

/** What the quarantine is told of a frame from an unknown id. Pure. */
final class Strangers {
    private Strangers() {}

    static Stranger of(Frame frame, WatchMessage message, String address) {
        String kind = kind(message);
        boolean calls = kind.equals("sos") || kind.equals("fall");
        return new Stranger(Protocol.WATCH, frame.id(), address, kind, frame.vendor(), calls);
    }

    private static String kind(WatchMessage message) {
        return switch (message) {
            case PositionReport report when report.raises() -> alarm(report.status());
            case PositionReport _ -> "location";
            case WatchMessage.LinkKeep _ -> "heartbeat";
            case WatchMessage.Measured _ -> "vitals";
            case WatchMessage.Asked _ -> "question";
            case WatchMessage.Sound _, WatchMessage.Picture _ -> "media";
            case WatchMessage.Done _, WatchMessage.Version _, WatchMessage.Told _ -> "other";
        };
    }

    private static String alarm(StatusWord status) {
        if (status.has(StatusWord.SOS)) {
            return "sos";
        }
        boolean fall = status.has(StatusWord.FALL) || status.has(StatusWord.FALL_OF_SECOND_KIND);
        return fall ? "fall" : "alarm";
    }
}
