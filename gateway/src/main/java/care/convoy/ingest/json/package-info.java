/**
 * The JSON message of the outer interfaces (§4), also as CBOR, to {@code DeviceMessage} and back down; shared by every
 * protocol that carries it.
 *
 * <p>Pure functions over bytes, safe on any thread; no input makes them throw. Depends on the pure packages, {@code ingest}
 * and Jackson's streaming parsers.
 */
@NullMarked
package care.convoy.ingest.json;

import org.jspecify.annotations.NullMarked;
