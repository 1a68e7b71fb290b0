/**
 * Escalation plans as data: after what time, if in which state, whom, by which kind of channel.
 *
 * <p>Pure values and pure functions, safe on any thread. Depends on {@code device} and the JDK.
 */
@NullMarked
package care.convoy.escalation;

import org.jspecify.annotations.NullMarked;
