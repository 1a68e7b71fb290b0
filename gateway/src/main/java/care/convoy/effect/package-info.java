/**
 * What the core decided, done outside of it. For now: telling the wearer's device that somebody took the case, and that it
 * is closed.
 *
 * <p>Called on the alert log's service thread; hands over to the sessions' event loops. Depends on the pure packages,
 * {@code alertlog}, {@code ingest} and the JDK.
 */
@NullMarked
package care.convoy.effect;

import org.jspecify.annotations.NullMarked;
