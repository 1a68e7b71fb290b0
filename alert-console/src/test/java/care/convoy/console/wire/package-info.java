/** Tests of what may be seen, and how it is written. */
@NullMarked
package care.convoy.console.wire;

import org.jspecify.annotations.NullMarked;
