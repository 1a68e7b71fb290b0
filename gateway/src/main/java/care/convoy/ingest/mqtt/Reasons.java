package care.convoy.ingest.mqtt;

/** Reason codes of MQTT 5.0 (§2.4) that are used here; 3.1.1 knows none of them outside CONNACK and SUBACK. */
final class Reasons {
    static final int SUCCESS = 0x00;
    static final int NO_SUBSCRIBERS = 0x10;
    static final int NO_SUBSCRIPTION_EXISTED = 0x11;

    /** From here on a code says that something was not done. */
    static final int FAILURE = 0x80;

    static final int MALFORMED_PACKET = 0x81;
    static final int PROTOCOL_ERROR = 0x82;
    static final int IMPLEMENTATION_SPECIFIC = 0x83;
    static final int UNSUPPORTED_VERSION = 0x84;
    static final int CLIENT_ID_INVALID = 0x85;
    static final int BAD_USER_NAME_OR_PASSWORD = 0x86;
    static final int NOT_AUTHORIZED = 0x87;
    static final int SERVER_BUSY = 0x89;
    static final int SERVER_SHUTTING_DOWN = 0x8B;
    static final int BAD_AUTHENTICATION_METHOD = 0x8C;
    static final int KEEP_ALIVE_TIMEOUT = 0x8D;
    static final int SESSION_TAKEN_OVER = 0x8E;
    static final int TOPIC_FILTER_INVALID = 0x8F;
    static final int TOPIC_NAME_INVALID = 0x90;
    static final int PACKET_ID_NOT_FOUND = 0x92;
    static final int RECEIVE_MAXIMUM_EXCEEDED = 0x93;
    static final int TOPIC_ALIAS_INVALID = 0x94;
    static final int PACKET_TOO_LARGE = 0x95;
    static final int QUOTA_EXCEEDED = 0x97;
    static final int ADMINISTRATIVE_ACTION = 0x98;
    static final int PAYLOAD_FORMAT_INVALID = 0x99;
    static final int SHARED_SUBSCRIPTIONS_NOT_SUPPORTED = 0x9E;

    /** The only failure that a 3.1.1 SUBACK knows (§3.9.3). */
    static final int SUBACK_FAILURE_3 = 0x80;

    private Reasons() {}

    /** What a code of CONNACK or DISCONNECT means here, for whoever reads a trace; empty if the code says it all. */
    static String inWords(int code) {
        return switch (code) {
            case MALFORMED_PACKET -> "malformed packet: flags, length, text or property";
            case PROTOCOL_ERROR -> "protocol error: packet or value out of place";
            case UNSUPPORTED_VERSION -> "protocol level: 4 (3.1.1) or 5";
            case CLIENT_ID_INVALID -> "client id and user name: the device id";
            case BAD_USER_NAME_OR_PASSWORD -> "user name: the device id; password: its secret";
            case NOT_AUTHORIZED -> "not this device, or not this topic";
            case SERVER_BUSY -> "not stored: send it again";
            case SERVER_SHUTTING_DOWN -> "gateway stops: connect again";
            case BAD_AUTHENTICATION_METHOD -> "authentication method: none is served";
            case KEEP_ALIVE_TIMEOUT -> "nothing heard within 1.5 times the keep-alive";
            case SESSION_TAKEN_OVER -> "the same client id connected elsewhere";
            case TOPIC_NAME_INVALID -> "topic name: no wildcards";
            case RECEIVE_MAXIMUM_EXCEEDED -> "more unacknowledged messages than the receive maximum";
            case TOPIC_ALIAS_INVALID -> "topic alias: 1 to the topic alias maximum";
            case PACKET_TOO_LARGE -> "packet: at most the maximum packet size";
            case QUOTA_EXCEEDED -> "no room: try later";
            default -> "";
        };
    }
}
