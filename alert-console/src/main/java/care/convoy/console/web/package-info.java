/**
 * The console's HTTP server: {@link care.convoy.console.web.ConsoleServer} is the entry, its contract is {@code
 * openapi.yaml}.
 *
 * <p>One event loop runs every handler; calls of ports that may block go to virtual threads through {@code Offload}, hashing
 * to threads of its own. Depends on the packages beside it and on Vert.x Web.
 */
@NullMarked
package care.convoy.console.web;

import org.jspecify.annotations.NullMarked;
