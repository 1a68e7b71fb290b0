package care.convoy.ingest.coap;

import care.convoy.ingest.EventCounts;

/** What is peculiar to CoAP, counted since start. Thread-safe. */
public final class CoapCounters extends EventCounts<CoapCounters.Count> {
    /** One number each. */
    public enum Count {
        /** Datagrams on the plain port from a network that is not allowed; dropped unread. */
        FOREIGN_NETWORK,
        /** Datagrams dropped because too many were waiting to be read. */
        OVERLOADED,
        /** Datagrams in the clear of a peer that sends too many; dropped unread. */
        TOO_FAST,
        /** Datagrams in the clear of a peer that is not known, while too many such are refused; dropped unread until it repeats one. */
        STRANGERS_PUT_OFF,
        /** DTLS records dropped: of no session, repeated, forged, or one too many waiting. */
        RECORDS_DROPPED,
        /** Messages in DTLS that could not be sent: their session is gone, or too many wait. */
        UNSENT,
        /** Datagrams that are no CoAP message. */
        MALFORMED,
        /** Requests that had come before and were answered as before. */
        REPEATS,
        /** Other requests under a message id that was in use a moment ago; taken as new. */
        NUMBERS_REUSED,
        /** Requests forgotten before their time, so that a late repeat of one would be taken as new. */
        FORGOTTEN,
        /** Block-wise requests to where none is served. */
        BLOCKS_REFUSED,
        /** DTLS handshakes given up for newer ones. */
        HANDSHAKES_EVICTED,
        /** DTLS handshakes that were not finished in time. */
        HANDSHAKES_FAILED,
        /** DTLS sessions that ended because their device had begun too many. */
        SESSIONS_OF_ONE_DEVICE,
        /** Answers sent without asking for an acknowledgement, because the device does not acknowledge. */
        UNCONFIRMED,
        /** Requests in a DTLS session whose device was removed, or got another key, since. */
        STALE_KEY
    }

    CoapCounters() {
        super(Count.class);
    }
}
