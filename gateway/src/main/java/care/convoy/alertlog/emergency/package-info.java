/**
 * What a gateway does while the alert log does not answer: every command is forced into the gateway's own journal, handled
 * by the same alert core in memory, and brought to the log when it is back.
 *
 * <p>{@link care.convoy.alertlog.emergency.SafeguardedLog} is the way in: an alert log around the alert log. Thread {@code
 * emergency} owns the journal, the emergency core and the merge; {@code log-restart} starts a log again that stopped by
 * itself. Depends on the pure packages, {@code alertlog} and the JDK. No clock is read here but through
 * {@link care.convoy.alertlog.emergency.EmergencyClock}, so that all of it runs on virtual time in tests.
 */
@NullMarked
package care.convoy.alertlog.emergency;

import org.jspecify.annotations.NullMarked;
