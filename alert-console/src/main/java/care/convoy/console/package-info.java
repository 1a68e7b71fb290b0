/**
 * What the console needs from the rest of Convoy, in its own words: ports and the records they speak in.
 *
 * <p>Owns no state and no thread. Each port says on which thread it is called and whether it may block. Depends on the JDK
 * only; whoever runs the console implements these ports, and the packages below use them.
 */
@NullMarked
package care.convoy.console;

import org.jspecify.annotations.NullMarked;
