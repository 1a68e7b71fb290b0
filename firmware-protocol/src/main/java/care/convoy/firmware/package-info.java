/**
 * The wire contract between a wristband or call device and the gateway, as {@code PROTOCOL.md} of this module says it.
 *
 * <p>Owns: the messages, their encoding, the framing on a stream, the login and the sequence rules. Threads: none of its
 * own; static functions are safe anywhere, objects with state ({@code FrameReader}, {@code ServerLogin},
 * {@code DeviceLogin}, {@code SequenceWindow}) belong to one connection and its one thread. Depends on the JDK alone.
 * Bytes from outside never cause an exception: what is wrong with them is a value.
 */
@NullMarked
package care.convoy.firmware;

import org.jspecify.annotations.NullMarked;
