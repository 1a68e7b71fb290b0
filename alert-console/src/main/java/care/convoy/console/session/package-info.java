/**
 * Who the caller is and what that caller may do: log-in, sessions, tokens, passwords, back-off, the role matrix.
 *
 * <p>All state is confined to the console's event loop; only hashing runs elsewhere, on its own bounded threads, and the
 * file that keeps sessions over a restart is written elsewhere. Depends on the console's ports, Vert.x' JSON values, and
 * password4j for argon2id.
 */
@NullMarked
package care.convoy.console.session;

import org.jspecify.annotations.NullMarked;
