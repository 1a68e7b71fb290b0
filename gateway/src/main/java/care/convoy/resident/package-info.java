/**
 * The residents' records, the people around them, the files by which both and the devices are imported, and the memory
 * and encrypted local copy from which a node works when the database is away.
 *
 * <p>Records are immutable and safe on any thread; {@link care.convoy.resident.ResidentDirectory} is read by everybody.
 * Depends on the pure packages, {@code ingest} for devices, {@code account}, {@code vault}, FastCSV and the JDK.
 */
@NullMarked
package care.convoy.resident;

import org.jspecify.annotations.NullMarked;
