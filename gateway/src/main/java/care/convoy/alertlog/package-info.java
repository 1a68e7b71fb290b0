/**
 * The one ordered, durable log of commands, as a port, and the versioned encodings of what goes in and comes out.
 *
 * <p>Implementations live in {@code alertlog.aeron} and, for tests, in {@code SimulatedAlertLog}. Depends on the pure
 * packages and the JDK.
 */
@NullMarked
package care.convoy.alertlog;

import org.jspecify.annotations.NullMarked;
