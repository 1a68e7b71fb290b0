/**
 * The feed: state of the open alerts as server-sent events (FEED.md). Owns the console's picture of the open alerts, the
 * ring that lets a browser resume, and every feed connection.
 *
 * <p>One thread, the console's event loop, runs all of it; only {@code Mailbox} is entered from others. Depends on the
 * console's ports, its JSON forms, its sessions and Vert.x' streams.
 */
@NullMarked
package care.convoy.console.feed;

import org.jspecify.annotations.NullMarked;
