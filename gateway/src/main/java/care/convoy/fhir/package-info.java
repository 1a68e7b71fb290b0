/**
 * FHIR R4 for health systems: patients, measurements, devices and their metrics, read only.
 *
 * <p>Entry: {@link care.convoy.fhir.FhirServer}, called on a thread of each request, which may block. Owns no state but its
 * bounds; a page is read in one short transaction, then written as the client takes it. Depends on {@code disclosure},
 * {@code device}, {@code resident}, {@code ingest} (devices and what they last said), Jackson's streams, and nothing of HTTP.
 */
@NullMarked
package care.convoy.fhir;

import org.jspecify.annotations.NullMarked;
