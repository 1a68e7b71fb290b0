/**
 * What a device measures on the person who wears it: plausible numbers that follow the hours of the day.
 *
 * <p>Owns: simulated people. Threads: each wearer belongs to the thread of its device. Depends on the messages of
 * firmware-protocol alone.
 */
@NullMarked
package care.convoy.sim.wearer;

import org.jspecify.annotations.NullMarked;
