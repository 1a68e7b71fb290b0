/** Tests of what researchers are given. */
@NullMarked
package care.convoy.research;

import org.jspecify.annotations.NullMarked;
