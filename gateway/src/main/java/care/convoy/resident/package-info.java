/**
 * The residents' records, the people around them, and the import of both; with the interfaces of their stores.
 *
 * <p>Records are immutable and safe on any thread. Depends on the pure packages and the JDK.
 */
@NullMarked
package care.convoy.resident;

import org.jspecify.annotations.NullMarked;
