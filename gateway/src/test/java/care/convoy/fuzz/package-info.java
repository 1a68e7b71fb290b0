/** Hostile bytes for every decoder, always the same by seed, or guided by what they reach (docs/fuzzing.md). */
@NullMarked
package care.convoy.fuzz;

import org.jspecify.annotations.NullMarked;
