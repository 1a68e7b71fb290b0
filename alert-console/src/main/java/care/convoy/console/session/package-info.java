/**
 * Who the caller is and what that caller may do: log-in, sessions, tokens, passwords, back-off, the role matrix.
 *
 * <p>All state is confined to the console's event loop; only hashing runs elsewhere, on its own bounded threads. Sessions
 * live in memory: a restart asks everybody to log in again. Depends on the console's ports and the JDK; password4j for
 * argon2id.
 */
@NullMarked
package care.convoy.console.session;

import org.jspecify.annotations.NullMarked;
