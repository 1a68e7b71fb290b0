package care.convoy.firmware;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Valid messages of every type, by a seeded generator; edges of ranges come up often. */
final class RandomMessages {

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    Header header() {
        int flags = oneIn(4) ? Header.FLAG_SINCE_BOOT : 0;
        return new Header(Header.VERSION, flags, u32(), u32(), random.nextLong(Header.MAX_U48 + 1));
    }

    Message message() {
        MessageType[] types = MessageType.values();
        return message(types[random.nextInt(types.length)]);
    }

    Message message(MessageType type) {
        return switch (type) {
            case HEARTBEAT ->
                new Upward.Heartbeat(
                        in(Range.BATTERY_PERCENT), in(Range.SIGNAL_PERCENT), of(YesNo.values()), in(Range.STEPS));
            case VITALS -> vitals();
            case LOCATION -> new Upward.Location(position());
            case ACTIVITY -> new Upward.Activity(in(Range.LEVEL_PERCENT));
            case COMMAND_RESULT -> new Upward.CommandResult(u32(), of(CommandOutcome.values()));
            case REMOVED -> new Upward.Removed();
            case WORN -> new Upward.Worn();
            case LOW_BATTERY -> new Upward.LowBattery(in(Range.BATTERY_PERCENT));
            case SOS -> new Upward.Sos(in(Range.PRESSES), oneIn(2) ? null : position());
            case FALL ->
                new Upward.Fall(of(YesNo.values()), in(Range.CONFIDENCE_PERCENT), oneIn(2) ? null : position());
            case CANCEL -> new Upward.Cancel(u32(), Math.max(1, u32()));
            case TEST -> new Upward.Test();
            case HELLO -> hello();
            case CHALLENGE ->
                new SessionMessage.Challenge(
                        between(1, 255), between(0, 0xFFFF), oneIn(2), Math.max(1, u32()), nonce());
            case PROOF -> new SessionMessage.Proof(mac());
            case WELCOME ->
                new SessionMessage.Welcome(mac(), of(Standing.values()), between(10, 3_600), between(10, 0xFFFF));
            case CLOSE -> new SessionMessage.Close(of(CloseReason.values()), in(Range.RETRY_AFTER_SECONDS));
            case ACK -> new Downward.Ack(u32());
            case REJECTED -> new Downward.Rejected(u32(), u32(), of(Reason.values()));
            case RECEIVED -> new Downward.Received(u32(), u32(), of(Durability.values()), alert());
            case ACCEPTED -> new Downward.Accepted(alert(), of(AcceptedBy.values()), in(Range.ETA_MINUTES));
            case RESOLVED -> new Downward.Resolved(alert(), of(ResolvedOutcome.values()));
            case CONFIGURE -> new Downward.Configure(u32(), settings());
            case LOCATE -> new Downward.Locate(u32(), between(1, 0xFFFF));
            case MEASURE -> new Downward.Measure(u32(), between(1, 255));
            case RING -> new Downward.Ring(u32(), between(1, 255));
            case SHOW -> new Downward.Show(u32(), shown());
        };
    }

    private Message vitals() {
        return new Upward.Vitals(
                in(Range.HEART_RATE_BPM),
                in(Range.SPO2_PERCENT),
                in(Range.PRESSURE_MMHG),
                in(Range.PRESSURE_MMHG),
                in(Range.TEMPERATURE_CENTI_CELSIUS),
                of(TemperatureSite.values()),
                in(Range.RESPIRATION_PER_MINUTE),
                in(Range.STEPS));
    }

    private Message hello() {
        int lowest = between(1, 255);
        return new SessionMessage.Hello(
                lowest,
                between(lowest, 255),
                between(0, 0xFFFF),
                of(Wake.values()),
                nonce(),
                text(1, Text.MAX_DEVICE_ID),
                oneIn(2) ? null : text(1, Text.MAX_FIRMWARE));
    }

    private Position position() {
        return new Position(
                between(-Position.MAX_LATITUDE_E7, Position.MAX_LATITUDE_E7),
                between(-Position.MAX_LONGITUDE_E7, Position.MAX_LONGITUDE_E7),
                in(Range.ACCURACY_METRES),
                of(PositionSource.values()),
                in(Range.FIX_AGE_SECONDS));
    }

    private List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            int slot = between(1, 3);
            settings.add(
                    switch (random.nextInt(6)) {
                        case 0 -> new Setting.HeartbeatEvery(between(10, 3_600));
                        case 1 -> new Setting.VitalsEvery(between(0, 0xFFFF));
                        case 2 -> new Setting.LocationEvery(between(0, 0xFFFF));
                        case 3 -> new Setting.FallDetection(oneIn(2));
                        case 4 -> new Setting.ServerAddress(slot, text(slot == 1 ? 1 : 0, Text.MAX_HOST_PORT));
                        default -> new Setting.EmergencyNumber(between(1, 5), text(0, Text.MAX_NUMBER));
                    });
        }
        return settings;
    }

    private int in(Range range) {
        return oneIn(4) ? Message.NOT_MEASURED : between(range.least(), range.greatest());
    }

    private int between(int least, int greatest) {
        if (oneIn(4)) {
            return oneIn(2) ? least : greatest;
        }
        return (int) random.nextLong(least, greatest + 1L);
    }

    private long u32() {
        return oneIn(8) ? Header.MAX_U32 : random.nextLong(Header.MAX_U32 + 1);
    }

    private String text(int shortest, int longest) {
        StringBuilder text = new StringBuilder();
        for (int i = between(shortest, longest); i > 0; i--) {
            text.append((char) between(0x21, 0x7E));
        }
        return text.toString();
    }

    private String shown() {
        StringBuilder text = new StringBuilder();
        for (int i = between(1, Text.MAX_SHOWN); i > 0; i--) {
            int character = oneIn(2) ? between(0x20, 0x7E) : between(0, 0xFFFF);
            text.append(Text.isShown(character) ? (char) character : '\u4E2D');
        }
        return text.toString();
    }

    private <T> T of(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private Nonce nonce() {
        return new Nonce(random.nextLong(), random.nextLong());
    }

    private UUID alert() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private Mac256 mac() {
        byte[] bytes = new byte[Mac256.BYTES];
        random.nextBytes(bytes);
        return new Mac256(bytes);
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }
}
