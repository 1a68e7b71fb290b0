/**
 * Joins core and console: implements the console's ports over the alert log, the board of open alerts and the records.
 * The only package that knows both sides.
 *
 * <p>{@link care.convoy.operator.AlertBoard} is written by the alert log's service thread and read by any; everything else
 * keeps no state. Depends on the application packages and on {@code alert-console}.
 */
@NullMarked
package care.convoy.operator;

import org.jspecify.annotations.NullMarked;
