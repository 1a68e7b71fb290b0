/**
 * The MQTT server for devices (3.1.1 and 5.0, not a general broker): login, publishing up, acknowledgements after commit,
 * messages down.
 *
 * <p>A connection is confined to its event loop; a session outlives it and has a lock. Depends on {@code ingest}, its codecs and connections, and
 * Netty with {@code codec-mqtt}.
 */
@NullMarked
package care.convoy.ingest.mqtt;

import org.jspecify.annotations.NullMarked;
