/** The whole gateway in one process, spoken to by clients that nobody here wrote. */
@NullMarked
package care.convoy.app;

import org.jspecify.annotations.NullMarked;
