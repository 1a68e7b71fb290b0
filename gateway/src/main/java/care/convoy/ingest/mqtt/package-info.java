/**
 * The MQTT server for devices (3.1.1 and 5.0, not a general broker): login, publishing up, acknowledgements after commit,
 * messages down.
 *
 * <p>A session is confined to the event loop of its connection. Depends on {@code ingest}, its codecs and connections, and
 * Netty with {@code codec-mqtt}.
 */
@NullMarked
package care.convoy.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
