/**
 * What leaves Convoy for other systems: who may have what ({@link care.convoy.disclosure.Grant}), who is let in, and the ports
 * to what is handed out and to the audit of it.
 *
 * <p>Values, and {@link care.convoy.disclosure.Doorkeeper}, which is thread-safe; no thread of its own. The edges {@code fhir}
 * and {@code research} stand on it, {@code storage} implements its ports. Depends on {@code device}, {@code resident} and the
 * JDK.
 */
@NullMarked
package care.convoy.disclosure;

import org.jspecify.annotations.NullMarked;
