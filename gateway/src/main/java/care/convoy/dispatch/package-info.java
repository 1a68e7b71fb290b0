/**
 * The hand-over card for the ambulance service, {@code handover120.v1}: what is known of a case, from whom and since when,
 * what is not known, who may sign, and the words that are read aloud.
 *
 * <p>Entry: {@link care.convoy.dispatch.CardBuilder}. Pure: owns no state and no thread, reads no clock; times are epoch
 * milliseconds. Depends on {@code alert}, {@code device}, {@code resident} and Jackson's streams. docs/dispatch.md
 */
@NullMarked
package care.convoy.dispatch;

import org.jspecify.annotations.NullMarked;
