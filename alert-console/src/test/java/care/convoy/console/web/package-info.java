/** Tests of the real server on a free port, by the JDK's own HTTP client, on a stage made of memory. */
@NullMarked
package care.convoy.console.web;

import org.jspecify.annotations.NullMarked;
