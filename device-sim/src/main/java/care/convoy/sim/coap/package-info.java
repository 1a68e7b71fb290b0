/**
 * A device that speaks CoAP (RFC 7252) with native bodies, over DTLS 1.2 with a pre-shared key and a connection id (RFC 9146) or
 * in the clear (docs/coap.md). Written by hand for load: a request costs the simulator a few microseconds.
 *
 * <p>Owns: sockets, one a device; DTLS sessions; CoAP's repeats. Threads: each device belongs to one event loop. Depends on
 * Netty, {@code device} and {@code wearer}.
 */
@NullMarked
package care.convoy.sim.coap;

import org.jspecify.annotations.NullMarked;
