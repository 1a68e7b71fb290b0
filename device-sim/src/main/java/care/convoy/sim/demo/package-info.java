/**
 * The fleet that keeps a demonstration alive: ordinary days with now and then an incident.
 *
 * <p>Owns: the choice of incidents. Threads: incidents are drawn on the main thread and happen on the devices' threads.
 * Depends on {@code load} for fleet and open loop.
 */
@NullMarked
package care.convoy.sim.demo;

import org.jspecify.annotations.NullMarked;
