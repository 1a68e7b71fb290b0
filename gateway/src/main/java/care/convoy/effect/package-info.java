/**
 * What the core decided, done outside of it, and what it must be told to go on: people are reached through channels, the
 * wearer's device hears that somebody took the case and that it is closed, a task ends when its cause is gone.
 *
 * <p>{@code EffectRunner} is called on the alert log's service thread and hands over to threads of its own;
 * {@code DeviceNotices} hands over to the sessions' event loops; {@code TaskCures} has a thread. Depends on the pure
 * packages, {@code alertlog}, {@code ingest}, SLF4J and the JDK.
 */
@NullMarked
package care.convoy.effect;

import org.jspecify.annotations.NullMarked;
