/**
 * What a device is and what it says, free of any protocol: identities, messages, positions, measurements.
 *
 * <p>Pure values, safe on any thread. Depends on the JDK only.
 */
@NullMarked
package care.convoy.device;

import org.jspecify.annotations.NullMarked;
