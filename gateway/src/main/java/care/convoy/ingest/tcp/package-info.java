/**
 * The server of the native protocol on TCP: mutual login, ordinary messages acknowledged in batches, alarms after commit.
 *
 * <p>A session is confined to the event loop of its connection. Depends on {@code ingest}, its codecs and connections,
 * firmware-protocol and Netty's transport.
 */
@NullMarked
package care.convoy.ingest.tcp;

import org.jspecify.annotations.NullMarked;
