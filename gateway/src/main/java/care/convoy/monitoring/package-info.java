/**
 * Health monitoring in the gateway that hears the device: what was heard goes to the rules of {@code vitals}, what they find goes
 * to the alert log as a signal. Never on the way of an alarm.
 */
@NullMarked
package care.convoy.monitoring;

import org.jspecify.annotations.NullMarked;
