/**
 * The alert core: every open alert, every timer, and the rules by which they change.
 *
 * <p>Everything that changes an alert is a {@link care.convoy.alert.Command} in one ordered log; everything that happens
 * is an {@link care.convoy.alert.Event} out of {@link care.convoy.alert.AlertCore}. Deterministic: no clock, randomness,
 * input or output, logging or hash-order dependence; time arrives with each call. One thread, the alert log's service
 * thread, owns it. Depends on {@code device}, {@code escalation} and the JDK.
 */
@NullMarked
package care.convoy.alert;

import org.jspecify.annotations.NullMarked;
