package care.convoy.ingest.bridge;

import care.convoy.ingest.Downlink;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a device can be told over a bridge, by its name in a mapping file, and what its template may hold. */
enum DownKind {
    RECEIVED("received", "alert"),
    ACCEPTED("accepted", "id", "alert", "by"),
    RESOLVED("resolved", "id", "alert"),
    LOCATE("locate", "id"),
    MEASURE("measure", "id"),
    RING("ring", "id"),
    MESSAGE("message", "id", "text"),
    CONFIGURE("configure", "id", "heartbeat", "vitals", "location"),
    SOS_NUMBERS("sosNumbers", "id", "numbers"),
    FALL_ALARM("fallAlarm", "id", "on"),
    CALL_BACK("callBack", "id");

    /** The device, as its vendor writes it. */
    static final String DEVICE = "device";

    /** By which the device's answer is known. */
    static final String ID = "id";

    private final String word;
    private final String places;

    DownKind(String word, String... places) {
        this.word = word;
        this.places = DEVICE + ' ' + String.join(" ", places);
    }

    String word() {
        return word;
    }

    /** The placeholders that can be filled. */
    Set<String> places() {
        return Set.of(places.split(" ", -1));
    }

    /** Null if there is none of that name. */
    static @Nullable DownKind of(String word) {
        for (DownKind kind : values()) {
            if (kind.word.equals(word)) {
                return kind;
            }
        }
        return null;
    }

    static List<String> words() {
        List<String> words = new ArrayList<>();
        for (DownKind kind : values()) {
            words.add(kind.word);
        }
        return words;
    }

    /** Null for what is never told over a bridge: nothing of it is refused by name. */
    static @Nullable DownKind of(Downlink downlink) {
        return switch (downlink) {
            case Downlink.Received _ -> RECEIVED;
            case Downlink.Rejected _ -> null;
            case Downlink.Accepted _ -> ACCEPTED;
            case Downlink.Resolved _ -> RESOLVED;
            case Downlink.Locate _ -> LOCATE;
            case Downlink.Measure _ -> MEASURE;
            case Downlink.Ring _ -> RING;
            case Downlink.Show _ -> MESSAGE;
            case Downlink.Configure _ -> CONFIGURE;
            case Downlink.SosNumbers _ -> SOS_NUMBERS;
            case Downlink.FallAlarm _ -> FALL_ALARM;
            case Downlink.CallBack _ -> CALL_BACK;
        };
    }
}
