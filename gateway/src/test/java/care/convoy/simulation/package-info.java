/**
 * Bad worlds by seed: devices, a gateway, operators, contacts, a log and a database with faults, all on one virtual clock
 * and one thread, and a truth that watches. Runs the real core, intake and encodings; depends on them and the JDK.
 */
@NullUnmarked
package care.convoy.simulation;

import org.jspecify.annotations.NullUnmarked;
