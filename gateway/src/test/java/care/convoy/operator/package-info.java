/** Tests of what stands between the core and the console. */
@NullMarked
package care.convoy.operator;

import org.jspecify.annotations.NullMarked;
