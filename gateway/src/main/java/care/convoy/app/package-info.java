/**
 * The program: command line, configuration, wiring, start and stop. The only package that sees everything.
 *
 * <p>Each part is one line in {@link care.convoy.app.Gateway}, started in the order of the way of an alarm and stopped in
 * reverse.
 */
@NullMarked
package care.convoy.app;

import org.jspecify.annotations.NullMarked;
