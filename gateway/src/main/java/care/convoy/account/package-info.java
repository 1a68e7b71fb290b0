/**
 * Who may use the console and the API: users and tokens as values.
 *
 * <p>Immutable, safe on any thread. Passwords and tokens appear only as hashes. Depends on the JDK.
 */
@NullMarked
package care.convoy.account;

import org.jspecify.annotations.NullMarked;
