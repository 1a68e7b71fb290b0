/**
 * Load: an open loop that never waits for answers, the fleet that it drives, what is measured, and how that is shown.
 *
 * <p>Owns: schedules, counters, histograms, the progress line. Threads: schedules run on the devices' threads; counters are
 * safe on any; the run itself blocks the main thread. Depends on {@code device}, {@code mqtt}, {@code fleet},
 * {@code ledger} and {@code console}.
 */
@NullMarked
package care.convoy.sim.load;

import org.jspecify.annotations.NullMarked;
