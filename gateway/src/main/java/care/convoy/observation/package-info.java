/**
 * Seeing inside: metrics for Prometheus, health, on the management port.
 *
 * <p>Reads the counters that the parts keep; the parts know nothing of it. Scrapes run on the management server's own
 * two threads. Depends on Micrometer and the JDK; what there is to see is given by {@code app}.
 */
@NullMarked
package care.convoy.observation;

import org.jspecify.annotations.NullMarked;
