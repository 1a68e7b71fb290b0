/**
 * CoAP (RFC 7252) with block-wise transfer (RFC 7959) and Observe (RFC 7641), over DTLS 1.2 with pre-shared keys and
 * connection ids (RFC 6347, 4279, 9146), and in the clear where that is allowed.
 *
 * <p>Threads of its own: one reads each port, {@code coap-*} decode, decide and answer, two more seal and open DTLS records;
 * none of them ever waits. Depends on {@code ingest}, {@code ingest.connection} and Californium.
 */
@NullMarked
package care.convoy.ingest.coap;

import org.jspecify.annotations.NullMarked;
