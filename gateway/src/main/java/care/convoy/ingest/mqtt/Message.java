package care.convoy.ingest.mqtt;

/**
 * An application message on its way to subscribers. Its arrays are never written again; safe on any thread.
 */
final class Message {
    /** Of a message that does not expire. */
    static final long NEVER = Long.MAX_VALUE;

    static final byte[] NO_BYTES = {};

    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final boolean retained;
    private final byte[] properties;
    private final long expiresAtNanos;

    /**
     * A message.
     *
     * @param qos as published, 0 to 2
     * @param retained as published
     * @param properties those that are passed on (MQTT 5.0 §3.3.2.3), encoded, without their length
     * @param expiresAtNanos on the listener's monotonic clock, or {@link #NEVER}
     */
    Message(String topic, byte[] payload, int qos, boolean retained, byte[] properties, long expiresAtNanos) {
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.retained = retained;
        this.properties = properties;
        this.expiresAtNanos = expiresAtNanos;
    }

    /** A plain message that does not expire. */
    static Message of(String topic, byte[] payload, int qos) {
        return new Message(topic, payload, qos, false, NO_BYTES, NEVER);
    }

    String topic() {
        return topic;
    }

    byte[] payload() {
        return payload;
    }

    int qos() {
        return qos;
    }

    boolean retained() {
        return retained;
    }

    byte[] properties() {
        return properties;
    }

    long expiresAtNanos() {
        return expiresAtNanos;
    }

    /** About what it holds of the memory. */
    int bytes() {
        return topic.length() + payload.length + properties.length;
    }

    boolean isExpired(long nowNanos) {
        return expiresAtNanos != NEVER && nowNanos - expiresAtNanos >= 0;
    }
}
