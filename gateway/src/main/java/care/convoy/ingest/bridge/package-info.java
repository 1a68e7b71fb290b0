/**
 * Devices that are heard over somebody else's MQTT broker: a client of that broker, and a mapping of its messages to ours.
 *
 * <p>{@link care.convoy.ingest.bridge.Bridge} owns one connection at a time and a thread of its own; what arrives is read and
 * handed to the intake on the client's callback thread, which never waits. {@link care.convoy.ingest.bridge.Mapping} is pure.
 * Depends on {@code ingest}, {@code ingest.json}, {@code ingest.connection}, {@code tls}, jackson and Eclipse Paho.
 */
@NullMarked
package care.convoy.ingest.bridge;

import org.jspecify.annotations.NullMarked;
