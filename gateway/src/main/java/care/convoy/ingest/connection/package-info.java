/**
 * What the device listeners have in common below their protocols: the event loops, listening sockets, deadlines of
 * connections, and the bound on connections without login.
 *
 * <p>A connection is confined to one event loop. Depends on {@code ingest}, {@code tls} and Netty's
 * transport and TLS handler.
 */
@NullMarked
package care.convoy.ingest.connection;

import org.jspecify.annotations.NullMarked;
