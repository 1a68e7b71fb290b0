/**
 * Whether a device still reports, and whether the person who wears it is where and how they usually are: silence of one
 * device and of an area, inactivity, the fence, falls, battery, the monthly test, the removed band. See
 * {@code docs/presence.md}.
 *
 * <p>Pure: no clock, no threads, no input or output; time arrives with each call. One thread owns the state of each object,
 * except {@link care.convoy.vitals.presence.SilenceWheel#seen}. Depends on the JDK, {@code device}, the alert kinds and
 * priorities of {@code alert}, and {@code vitals}' findings.
 */
@NullMarked
package care.convoy.vitals.presence;

import org.jspecify.annotations.NullMarked;
