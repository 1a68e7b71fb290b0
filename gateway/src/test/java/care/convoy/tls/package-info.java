@NullMarked
package care.convoy.tls;

import org.jspecify.annotations.NullMarked;
