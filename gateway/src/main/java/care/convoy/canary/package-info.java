/**
 * A built-in test device that presses its test button each minute over every way in, so that silence is noticed before
 * somebody needs help: login, listener, intake, log, core and feed, all of it.
 *
 * <p>One thread; the probes block it. Depends on {@code device}, the firmware protocol and Paho.
 */
@NullMarked
package care.convoy.canary;

import org.jspecify.annotations.NullMarked;
