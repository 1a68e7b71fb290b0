package care.convoy.ingest.jt808;

/** Names of messages (JT/T 808 table of messages). Pure. */
final class MessageId {
    static final int TERMINAL_ANSWER = 0x0001;
    static final int HEARTBEAT = 0x0002;
    static final int LOG_OUT = 0x0003;
    static final int REGISTER = 0x0100;
    static final int AUTHENTICATE = 0x0102;
    static final int TIME_REQUEST = 0x0109;
    static final int LOCATION = 0x0200;
    static final int LOCATION_ANSWER = 0x0201;
    static final int LOCATIONS = 0x0704;
    static final int PASSED_THROUGH = 0x0900;

    static final int PLATFORM_ANSWER = 0x8001;
    static final int REGISTERED = 0x8100;
    static final int TIME = 0x8109;
    static final int SET_PARAMETERS = 0x8103;
    static final int ASK_LOCATION = 0x8201;
    static final int CONFIRM_ALARM = 0x8203;
    static final int TEXT = 0x8300;
    static final int CALL_BACK = 0x8400;

    private MessageId() {}
}
