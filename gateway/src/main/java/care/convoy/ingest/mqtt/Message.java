package care.convoy.ingest.mqtt;

import org.jspecify.annotations.Nullable;

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
    private final @Nullable Receipt receipt;

    /**
     * Of a message that somebody waits for.
     *
     * @param commandId the same in each repeat: while one of them is on its way, another one is not sent
     * @param arrived run once when the client has it, under its session's lock
     */
    record Receipt(long commandId, Runnable arrived) {}

    /**
     * A message.
     *
     * @param qos as published, 0 to 2
     * @param retained as published
     * @param properties those that are passed on (MQTT 5.0 §3.3.2.3), encoded, without their length
     * @param expiresAtNanos on the listener's monotonic clock, or {@link #NEVER}
     */
    Message(String topic, byte[] payload, int qos, boolean retained, byte[] properties, long expiresAtNanos) {
        this(topic, payload, qos, retained, properties, expiresAtNanos, null);
    }

    private Message(
            String topic,
            byte[] payload,
            int qos,
            boolean retained,
            byte[] properties,
            long expiresAtNanos,
            @Nullable Receipt receipt) {
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.retained = retained;
        this.properties = properties;
        this.expiresAtNanos = expiresAtNanos;
        this.receipt = receipt;
    }

    /** The same, and somebody waits for it. */
    Message with(Receipt waitsFor) {
        return new Message(topic, payload, qos, retained, properties, expiresAtNanos, waitsFor);
    }

    /** The client has it. */
    void arrived() {
        if (receipt != null) {
            receipt.arrived().run();
        }
    }

    /** Whether it is a repeat of the other one. */
    boolean repeats(Message other) {
        return receipt != null
                && other.receipt != null
                && receipt.commandId() == other.receipt.commandId()
                && topic.equals(other.topic);
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
