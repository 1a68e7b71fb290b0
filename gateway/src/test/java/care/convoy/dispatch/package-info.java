/** Cards of made-up cases. */
@NullMarked
package care.convoy.dispatch;

import org.jspecify.annotations.NullMarked;
