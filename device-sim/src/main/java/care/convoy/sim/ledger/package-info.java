/**
 * The books: every press that was sent and every {@code received}, and whether the gateway's open alerts agree with them.
 *
 * <p>Owns: {@code PressBook} in memory and {@code PressLedger} in a file. Threads: both are safe on any thread; reconciling
 * is a pure function. Depends on {@code device} (what is told) and {@code console} (what the gateway shows).
 */
@NullMarked
package care.convoy.sim.ledger;

import org.jspecify.annotations.NullMarked;
