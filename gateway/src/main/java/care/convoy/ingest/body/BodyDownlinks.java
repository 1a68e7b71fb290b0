package care.convoy.ingest.body;

import care.convoy.firmware.AcceptedBy;
import care.convoy.firmware.Downward;
import care.convoy.firmware.Durability;
import care.convoy.firmware.Message;
import care.convoy.firmware.Reason;
import care.convoy.firmware.ResolvedOutcome;
import care.convoy.firmware.Setting;
import care.convoy.ingest.Downlink;
import care.convoy.ingest.IngestCounters.Reject;
import care.convoy.ingest.Stamp;
import java.util.ArrayList;
import java.util.List;

/** Messages down in the words of the native protocol (PROTOCOL.md §6). Pure; safe on any thread. */
public final class BodyDownlinks {
    private static final int SEARCH_SECONDS = 60;
    private static final int RING_SECONDS = 30;
    private static final int SLOTS = 5;

    private BodyDownlinks() {}

    /** The message without its header. */
    public static Downward of(Downlink downlink) {
        return switch (downlink) {
            case Downlink.Received received ->
                new Downward.Received(
                        epoch(received.stamp()),
                        sequence(received.stamp()),
                        switch (received.durability()) {
                            case COMMITTED -> Durability.COMMITTED;
                            case LOCAL -> Durability.LOCAL;
                        },
                        received.alert() == null
                                ? Downward.NO_ALERT
                                : received.alert().value());
            case Downlink.Rejected rejected ->
                new Downward.Rejected(epoch(rejected.stamp()), sequence(rejected.stamp()), reason(rejected.why()));
            case Downlink.Accepted accepted ->
                new Downward.Accepted(
                        accepted.alert().value(),
                        switch (accepted.by()) {
                            case OPERATOR -> AcceptedBy.OPERATOR;
                            case CONTACT -> AcceptedBy.CONTACT;
                            case AMBULANCE -> AcceptedBy.AMBULANCE;
                        },
                        Message.NOT_MEASURED);
            case Downlink.Resolved resolved ->
                new Downward.Resolved(resolved.alert().value(), ResolvedOutcome.NOT_SAID);
            case Downlink.Locate locate -> new Downward.Locate(locate.commandId(), SEARCH_SECONDS);
            case Downlink.Measure measure -> new Downward.Measure(measure.commandId(), Downward.Measure.EVERYTHING);
            case Downlink.Ring ring -> new Downward.Ring(ring.commandId(), RING_SECONDS);
            case Downlink.Show show -> new Downward.Show(show.commandId(), show.text());
            case Downlink.Configure configure -> new Downward.Configure(configure.commandId(), settings(configure));
            case Downlink.SosNumbers numbers -> new Downward.Configure(numbers.commandId(), slots(numbers.numbers()));
            case Downlink.FallAlarm alarm ->
                new Downward.Configure(alarm.commandId(), List.of(new Setting.FallDetection(alarm.on())));
            case Downlink.CallBack _ ->
                throw new IllegalArgumentException("a call back has no form in the native protocol");
        };
    }

    private static List<Setting> settings(Downlink.Configure configure) {
        List<Setting> settings = new ArrayList<>(3);
        if (configure.heartbeatSeconds() != Downlink.Configure.UNCHANGED) {
            settings.add(new Setting.HeartbeatEvery(configure.heartbeatSeconds()));
        }
        if (configure.vitalsSeconds() != Downlink.Configure.UNCHANGED) {
            settings.add(new Setting.VitalsEvery(configure.vitalsSeconds()));
        }
        if (configure.locationSeconds() != Downlink.Configure.UNCHANGED) {
            settings.add(new Setting.LocationEvery(configure.locationSeconds()));
        }
        return settings;
    }

    /** What a slot held before goes, also where no number takes its place. */
    private static List<Setting> slots(List<String> numbers) {
        List<Setting> slots = new ArrayList<>(SLOTS);
        for (int slot = 1; slot <= SLOTS; slot++) {
            slots.add(new Setting.EmergencyNumber(slot, slot <= numbers.size() ? numbers.get(slot - 1) : ""));
        }
        return slots;
    }

    private static long epoch(Stamp stamp) {
        return Math.max(0, stamp.boot());
    }

    private static long sequence(Stamp stamp) {
        return Math.max(0, stamp.sequence());
    }

    private static Reason reason(Reject why) {
        return switch (why) {
            case TOO_LARGE -> Reason.BAD_LENGTH;
            case MALFORMED -> Reason.BAD_BODY;
            case CHECKSUM -> Reason.BAD_CRC;
            case FORGED -> Reason.SEALED;
            case OUT_OF_ORDER -> Reason.OUT_OF_ORDER;
            case VERSION -> Reason.BAD_VERSION;
            case FOREIGN_TOPIC, NOT_PERMITTED -> Reason.NOT_PERMITTED;
            case OUT_OF_RANGE -> Reason.OUT_OF_RANGE;
            case UNKNOWN_TYPE -> Reason.UNKNOWN_TYPE;
            case REPLAY -> Reason.FOREIGN_EPOCH;
            case SHED, NOT_DURABLE -> Reason.OVERLOADED;
        };
    }
}
