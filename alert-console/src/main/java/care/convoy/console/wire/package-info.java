/**
 * The console's records as JSON of the contract, and what may be seen of them. Owns no state; every method is pure and may
 * run on any thread. Depends on the console's records and Vert.x' JSON values only.
 */
@NullMarked
package care.convoy.console.wire;

import org.jspecify.annotations.NullMarked;
