/**
 * How a device behaves on the wire, as PROTOCOL.md of firmware-protocol says it: log in, report, repeat an alarm until
 * {@code received}, go on to the next address, never give up.
 *
 * <p>Owns: connections, numbers and waiting alarms of simulated devices. Threads: each device belongs to one thread, for
 * native devices the event loop of its {@code Mast}; everything that changes it happens there. Depends on firmware-protocol,
 * Netty and {@code wearer}; knows nothing of load, measuring or files: what happens is told to {@code DeviceEvents}.
 */
@NullMarked
package care.convoy.sim.device;

import org.jspecify.annotations.NullMarked;
