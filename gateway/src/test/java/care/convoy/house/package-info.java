/** The rules of the house as tests: who may see whom, what a pure package may call, how long a file may be. */
@NullMarked
package care.convoy.house;

import org.jspecify.annotations.NullMarked;
