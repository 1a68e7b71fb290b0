/** Tests of sessions, back-off and passwords by a clock that is set by hand. */
@NullMarked
package care.convoy.console.session;

import org.jspecify.annotations.NullMarked;
