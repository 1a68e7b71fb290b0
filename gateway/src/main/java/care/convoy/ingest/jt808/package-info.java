/**
 * JT/T 808 (2013 and 2019): the trackers' protocol. A connection registers, shows its code, and is then one device
 * (docs/jt808.md).
 */
@NullMarked
package care.convoy.ingest.jt808;

import org.jspecify.annotations.NullMarked;
