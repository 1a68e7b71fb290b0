/** Tests of warnings: reading, areas, what is in force. */
@NullMarked
package care.convoy.warning;

import org.jspecify.annotations.NullMarked;
