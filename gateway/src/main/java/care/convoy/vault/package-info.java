/**
 * Sealing of personal and secret bytes at rest: AES-256-GCM with one key per data directory.
 *
 * <p>Stateless after opening, safe on any thread. Depends on the JDK only.
 */
@NullMarked
package care.convoy.vault;

import org.jspecify.annotations.NullMarked;
