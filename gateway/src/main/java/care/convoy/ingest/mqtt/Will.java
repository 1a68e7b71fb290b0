package care.convoy.ingest.mqtt;

/** What is said when a client is lost (MQTT 5.0 §3.1.2.5). @param delaySeconds after the connection's end */
record Will(Message message, long lifetimeSeconds, long delaySeconds) {
    /** Of a will whose message does not expire. */
    static final long NO_LIFETIME = -1;

    /** The message; its life begins when it is published. */
    Message messageAt(long nowNanos) {
        long expires = lifetimeSeconds == NO_LIFETIME ? Message.NEVER : nowNanos + lifetimeSeconds * 1_000_000_000L;
        return new Message(
                message.topic(), message.payload(), message.qos(), message.retained(), message.properties(), expires);
    }
}
