/**
 * The alert log on Aeron Cluster: one member in this process, or one of three.
 *
 * <p>{@link care.convoy.alertlog.aeron.AeronAlertLog} is the way in. Threads: Aeron's driver, archive, consensus module and
 * service container have one each (the last one owns the alert core and the event journal), {@code log-client} submits and
 * hears the replies, {@code log-keeper} takes snapshots and purges. Depends on {@code alertlog}, the pure packages and
 * Aeron; no other package knows Aeron.
 */
@NullMarked
package care.convoy.alertlog.aeron;

import org.jspecify.annotations.NullMarked;
