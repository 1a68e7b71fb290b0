/**
 * A fictional county for {@code ./convoy run --demo}: residents, the people around them and their devices, as the same
 * CSV files that a real county would import; and telephones on which these people are not called but answer.
 *
 * <p>The county is a pure function of a seed, and nobody in it exists; {@code Carrier} has a thread of its own.
 * Depends on {@code notify}, the pure packages, SLF4J and the JDK.
 */
@NullMarked
package care.convoy.demo;

import org.jspecify.annotations.NullMarked;
