/**
 * What the core decided, done outside of it, and what it must be told to go on: people are reached through channels, the
 * wearer's device is told what the core wants it told, a task ends when its cause is gone.
 *
 * <p>{@code EffectRunner} is called on the alert log's service thread and hands over to threads of its own;
 * {@code IntentDelivery} and {@code TaskCures} have a thread each. Depends on the pure packages, {@code alertlog},
 * {@code ingest}, {@code vault}, SLF4J and the JDK.
 */
@NullMarked
package care.convoy.effect;

import org.jspecify.annotations.NullMarked;
