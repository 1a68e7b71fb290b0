package care.convoy.ingest;

import care.convoy.device.DeviceMessage;
import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What one listener has seen since start. Thread-safe; plain numbers for the observation layer to read. */
public final class IngestCounters {
    private final LongAdder open = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder loggedIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder connectionsLost = new LongAdder();
    private final LongAdder sessionsEvicted = new LongAdder();
    private final LongAdder downlinksDropped = new LongAdder();
    private final LongAdder pauses = new LongAdder();
    private final Tally<Kind> messages = new Tally<>(Kind.class);
    private final Tally<Reject> rejects = new Tally<>(Reject.class);
    private final Tally<LoginFailure> logins = new Tally<>(LoginFailure.class);
    private final Tally<Ending> endings = new Tally<>(Ending.class);

    /** Kinds of message, named as in the outer interfaces. */
    public enum Kind {
        SOS,
        FALL,
        CANCEL,
        TEST,
        REMOVED,
        WORN,
        LOW_BATTERY,
        FENCE,
        GENERAL,
        /** What the gateway's own rules say. */
        RULE,
        HEARTBEAT,
        VITALS,
        LOCATION,
        ACTIVITY,
        CONNECTION_LOST;

        /** The kind of a message. */
        public static Kind of(DeviceMessage message) {
            return switch (message) {
                case DeviceMessage.SosPressed sos -> SOS;
                case DeviceMessage.FallDetected fall -> FALL;
                case DeviceMessage.WearerCancelled cancel -> CANCEL;
                case DeviceMessage.TestPressed test -> TEST;
                case DeviceMessage.BandRemoved removed -> REMOVED;
                case DeviceMessage.BandWorn worn -> WORN;
                case DeviceMessage.BatteryLow low -> LOW_BATTERY;
                case DeviceMessage.RuleFound _, DeviceMessage.RuleCleared _ -> RULE;
                case DeviceMessage.AlarmRaised raised ->
                    raised.reason() == DeviceMessage.AlarmRaised.Reason.UNSPECIFIED ? GENERAL : FENCE;
                case DeviceMessage.Heartbeat heartbeat -> HEARTBEAT;
                case DeviceMessage.VitalsMeasured vitals -> VITALS;
                case DeviceMessage.Located location -> LOCATION;
                case DeviceMessage.ActivityChanged activity -> ACTIVITY;
                case DeviceMessage.ConnectionLost lost -> CONNECTION_LOST;
            };
        }
    }

    /** Why a message, or the bytes of one, were not taken. */
    public enum Reject {
        /** Larger than the protocol's limit. */
        TOO_LARGE,
        /** Not the protocol at all, or damaged. */
        MALFORMED,
        /** A wrong checksum. */
        CHECKSUM,
        /** In a sealed session: not sealed by the device. Damaged on purpose, or forged. */
        FORGED,
        /** Well formed, but not allowed at this point. */
        OUT_OF_ORDER,
        /** A version that is not spoken here. */
        VERSION,
        /** A topic that is not the device's own. */
        FOREIGN_TOPIC,
        /** A member out of its range or of a wrong type. */
        OUT_OF_RANGE,
        /** A type that is not known. */
        UNKNOWN_TYPE,
        /** A sequence that was used already, or of another epoch. */
        REPLAY,
        /** From a device that is blocked or closed, and no call for help. */
        NOT_PERMITTED,
        /** No room in the telemetry lane. */
        SHED,
        /** An alarm that could not be made durable, or found no room. */
        NOT_DURABLE
    }

    /** Why a login was refused. */
    public enum LoginFailure {
        /** Not even an id of the right shape. */
        MALFORMED,
        UNKNOWN_DEVICE,
        WRONG_SECRET,
        /** The certificate that it showed is another device's. */
        FOREIGN_CERTIFICATE,
        /** The device is provisioned for another protocol. */
        WRONG_PROTOCOL,
        VERSION,
        /** It did not offer sealed frames, on a port that asks for them. */
        NOT_SEALED,
        /** An MQTT will on a topic that is not the device's own. */
        FOREIGN_WILL,
        /** No room for another session. */
        NO_ROOM
    }

    /** Why a connection ended. */
    public enum Ending {
        BY_DEVICE,
        LOGIN_REFUSED,
        LOGIN_DEADLINE,
        /** Evicted as the oldest connection without login. */
        HALF_OPEN,
        /** The TLS handshake was not finished. */
        NO_TLS,
        SILENT,
        TAKEN_OVER,
        /** Blocked, closed, or on a secret that is not good any more. */
        DISMISSED,
        /** The device broke the protocol. */
        PROTOCOL,
        NOT_DURABLE,
        SHUTDOWN,
        /** The network, or an error of this program. */
        BROKEN
    }

    public void opened() {
        open.increment();
        accepted.increment();
    }

    public void ended(Ending why) {
        open.decrement();
        endings.of(why).increment();
    }

    public void login() {
        loggedIn.increment();
    }

    public void loginFailed(LoginFailure why) {
        logins.of(why).increment();
    }

    public void message(Kind kind) {
        messages.of(kind).increment();
    }

    public void reject(Reject why) {
        rejects.of(why).increment();
    }

    public void read(int bytes) {
        bytesIn.add(bytes);
    }

    public void wrote(int bytes) {
        bytesOut.add(bytes);
    }

    public void connectionLost() {
        connectionsLost.increment();
    }

    public void sessionEvicted() {
        sessionsEvicted.increment();
    }

    public void paused() {
        pauses.increment();
    }

    public void downlinkDropped() {
        downlinksDropped.increment();
    }

    /** Connections open now, with and without login. */
    public long connectionsOpen() {
        return open.sum();
    }

    public long connectionsAccepted() {
        return accepted.sum();
    }

    public long logins() {
        return loggedIn.sum();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Devices lost that had left an MQTT will. */
    public long connectionsLost() {
        return connectionsLost.sum();
    }

    /** MQTT sessions that gave way to others before their time. */
    public long sessionsEvicted() {
        return sessionsEvicted.sum();
    }

    /** Messages to devices that were dropped: not subscribed, or too many under way. */
    public long downlinksDropped() {
        return downlinksDropped.sum();
    }

    /** How often a connection was not read for a while because it said too much. */
    public long pauses() {
        return pauses.sum();
    }

    public long messages(Kind kind) {
        return messages.of(kind).sum();
    }

    public long rejects(Reject why) {
        return rejects.of(why).sum();
    }

    public long loginFailures(LoginFailure why) {
        return logins.of(why).sum();
    }

    public long endings(Ending why) {
        return endings.of(why).sum();
    }

    /** One number for each constant. */
    private static final class Tally<E extends Enum<E>> {
        private final EnumMap<E, LongAdder> adders;

        Tally(Class<E> constants) {
            adders = new EnumMap<>(constants);
            for (E constant : constants.getEnumConstants()) {
                adders.put(constant, new LongAdder());
            }
        }

        LongAdder of(E constant) {
            return Objects.requireNonNull(adders.get(constant));
        }
    }
}
