/** Breaks the rule of the pure packages on purpose, so that a test can show that the rule bites. */
@NullMarked
package care.convoy.house.broken.alert;

import org.jspecify.annotations.NullMarked;
