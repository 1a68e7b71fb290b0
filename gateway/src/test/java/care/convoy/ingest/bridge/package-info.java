@NullMarked
package care.convoy.ingest.bridge;

import org.jspecify.annotations.NullMarked;
