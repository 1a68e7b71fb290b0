/**
 * Mail by a server that takes it for delivery (RFC 6409). Owns how a mail looks and what the server's answers mean. An event loop of its own;
 * each mail is over within 20 s. Depends on {@code notify}, {@code resident}, {@code settings}, Vert.x (docs/adr/0017) and SLF4J.
 */
@NullMarked
package care.convoy.notify.mail;

import org.jspecify.annotations.NullMarked;
