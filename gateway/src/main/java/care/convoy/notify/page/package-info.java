/**
 * The page of a contact who is asked to go, behind the link in the message: what they may see of the alert, and their answers. Owns the links
 * ({@code LinkTokens}), the page ({@code ContactPages} is the entry) and its words.
 *
 * <p>Everything comes from memory, so that a page neither waits for the database nor falls with it; answers go to the log as those by short
 * message do. Called from any thread, never blocks. Depends on {@code notify}, {@code alertlog}, {@code resident}, the pure packages and the JDK;
 * who serves it over HTTP is decided outside.
 */
@NullMarked
package care.convoy.notify.page;

import org.jspecify.annotations.NullMarked;
