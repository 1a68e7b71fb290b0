/**
 * The native message body to {@code DeviceMessage} and back down; shared by every protocol that carries it.
 *
 * <p>Pure functions, safe on any thread. Depends on the pure packages, {@code ingest} and firmware-protocol.
 */
@NullMarked
package care.convoy.ingest.body;

import org.jspecify.annotations.NullMarked;
