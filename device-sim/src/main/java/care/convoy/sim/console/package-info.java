/**
 * The gateway as its HTTP API shows it: open alerts, and the feed.
 *
 * <p>Owns: the bearer token of a run. Threads: {@code AlertApi} blocks its caller; {@code FeedWatch} reads on a thread of its
 * own. Depends on the JDK's HTTP client, Jackson, and the administration socket of {@code fleet} for a token.
 */
@NullMarked
package care.convoy.sim.console;

import org.jspecify.annotations.NullMarked;
