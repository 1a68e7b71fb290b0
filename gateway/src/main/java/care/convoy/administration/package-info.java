/**
 * Administration of the running gateway through a unix socket in its data directory: who may open the file may command.
 *
 * <p>One request a connection, each on a virtual thread, a bounded number at a time. Depends on the JDK and Jackson; what
 * a command does is given by {@code app}. The format is described in {@code docs/administration.md}.
 */
@NullMarked
package care.convoy.administration;

import org.jspecify.annotations.NullMarked;
