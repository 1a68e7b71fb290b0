/**
 * A Convoy made of memory, for tests and for working on the browser application without a gateway: every port of the console
 * with simple, real behaviour. Thread-safe. Depends on the console's ports only.
 */
@NullMarked
package care.convoy.console.stage;

import org.jspecify.annotations.NullMarked;
