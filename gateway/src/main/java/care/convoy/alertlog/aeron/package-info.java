/**
 * The alert log on Aeron Cluster: one member in this process, or one of three.
 *
 * <p>{@link care.convoy.alertlog.aeron.AeronAlertLog} is the way in. Threads: {@code log-driver}, {@code log-archive},
 * {@code log-consensus} and {@code log-service} are Aeron's agents (the last one owns the alert core and the event
 * journal), {@code log-client} submits and hears the replies, {@code log-keeper} takes snapshots and purges. Depends on
 * the application layer's {@code alertlog}, the pure packages and Aeron; no other package knows Aeron.
 */
@NullMarked
package care.convoy.alertlog.aeron;

import org.jspecify.annotations.NullMarked;
