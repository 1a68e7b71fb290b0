/** Tests of the feed on an event loop that is stepped by hand. */
@NullMarked
package care.convoy.console.feed;

import org.jspecify.annotations.NullMarked;
