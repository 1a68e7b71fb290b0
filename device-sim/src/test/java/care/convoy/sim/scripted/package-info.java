/** Gateways for tests that follow the specification except where a test tells them to misbehave. */
@NullMarked
package care.convoy.sim.scripted;

import org.jspecify.annotations.NullMarked;
