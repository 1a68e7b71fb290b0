/**
 * Where every device message goes, whatever protocol brought it: who is it, is it new, which lane.
 *
 * <p>Two bounded lanes: alarms go to the alert log and are answered once durable; everything else goes to the telemetry
 * lane, which may shed and counts it. Called on the sessions' event loops; never blocks. Depends on the pure packages,
 * {@code alertlog} and the JDK.
 */
@NullMarked
package care.convoy.ingest;

import org.jspecify.annotations.NullMarked;
