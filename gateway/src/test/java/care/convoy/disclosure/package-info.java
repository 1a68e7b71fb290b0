/** Tests of who is let in. */
@NullMarked
package care.convoy.disclosure;

import org.jspecify.annotations.NullMarked;
