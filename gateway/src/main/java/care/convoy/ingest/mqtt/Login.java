package care.convoy.ingest.mqtt;

import care.convoy.ingest.IngestCounters.LoginFailure;

/** What a {@link Door} says to a CONNECT. */
sealed interface Login {
    int VERSION_5 = 5;
    int VERSION_3_1_1 = 4;
    int VERSION_3_1 = 3;

    /** Let in. @param assigned whether the client id was made here */
    record Granted(String clientId, boolean assigned, TopicSpace space, Terms terms) implements Login {}

    /**
     * Not let in.
     *
     * @param code3 CONNACK return code of 3.1.1, or {@link Refused#NO_ANSWER}
     * @param code5 CONNACK reason code of 5.0, or the same
     * @param device id as presented if it has the shape of one, else empty
     */
    record Refused(LoginFailure why, int code3, int code5, String device) implements Login {
        /** Closed without a CONNACK. */
        static final int NO_ANSWER = -1;

        /** A version that is not spoken here; told in the words of 3.1.1, which every client knows. */
        static final Refused VERSION = new Refused(LoginFailure.VERSION, 0x01, Reasons.UNSUPPORTED_VERSION, "");

        /** An authentication method: none is known here (MQTT 5.0 §4.12). */
        static final Refused METHOD =
                new Refused(LoginFailure.MALFORMED, NO_ANSWER, Reasons.BAD_AUTHENTICATION_METHOD, "");

        /** A client id that is missing or too long. */
        static final Refused CLIENT_ID = new Refused(LoginFailure.MALFORMED, 0x02, Reasons.CLIENT_ID_INVALID, "");

        /** No room for another session. */
        static final Refused FULL = new Refused(LoginFailure.NO_ROOM, 0x03, Reasons.QUOTA_EXCEEDED, "");
    }
}
