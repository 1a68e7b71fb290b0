/**
 * Cohorts for research: pseudonymised measurements as CSV, one export at a time.
 *
 * <p>Entry: {@link care.convoy.research.CohortExport}, called on a thread of each request, which may block. Keeps nothing: the
 * secret of an export's pseudonyms is forgotten with it. Depends on {@code disclosure}, {@code device}, {@code resident} and
 * Jackson's streams.
 */
@NullMarked
package care.convoy.research;

import org.jspecify.annotations.NullMarked;
