/**
 * A fictional county for {@code ./convoy run --demo}: residents, the people around them and their devices, as the same
 * CSV files that a real county would import.
 *
 * <p>Pure functions of a seed; nobody in it exists. Depends on the JDK only.
 */
@NullMarked
package care.convoy.demo;

import org.jspecify.annotations.NullMarked;
