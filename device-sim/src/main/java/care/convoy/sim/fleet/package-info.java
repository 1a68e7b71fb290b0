/**
 * Which devices there are: provisioning files, the fleet that the simulator makes for itself, and the administration socket
 * through which it tells the gateway of it.
 *
 * <p>Owns: device ids and secrets of the simulation, in a file of mode 0600. Threads: blocking, for the main thread at the
 * start of a run. Depends on the JDK and Jackson.
 */
@NullMarked
package care.convoy.sim.fleet;

import org.jspecify.annotations.NullMarked;
