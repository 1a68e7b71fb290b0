/**
 * Virtual persons with a known truth: what a wristband measures of them over days, well and ill, with the band's mistakes. Made to
 * judge rules by; {@code docs/health.md} tells where each number is from. Simulated persons are no patients.
 *
 * <p>Owns: persons, their illnesses and their bands. Threads: none of its own; a person belongs to one thread. Time is an argument,
 * chance comes of a seed. Depends on the JDK alone.
 */
@NullMarked
package care.convoy.sim.physiology;

import org.jspecify.annotations.NullMarked;
