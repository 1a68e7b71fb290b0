/**
 * The gateway's certificate: read from files, judged, used for new connections, and renewed while the gateway runs.
 *
 * <p>Owns what TLS means here: versions, suites, client certificates. {@link care.convoy.tls.TlsSource} is its entry and has
 * one thread of its own that looks at the files. Depends on the JDK only.
 */
@NullMarked
package care.convoy.tls;

import org.jspecify.annotations.NullMarked;
