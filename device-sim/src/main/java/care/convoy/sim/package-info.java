/**
 * The simulator's command line: scenarios for engineers, {@code ./convoy sim --help}.
 *
 * <p>Owns: options and exit codes (0 clean, 1 not reconciled, 2 wrong option or no gateway). Threads: main, which the
 * scenarios block, and one that watches standard input where a scenario ends with it. Depends on everything of this module.
 */
@NullMarked
package care.convoy.sim;

import org.jspecify.annotations.NullMarked;
