/** Tests of the ways in for warnings. */
@NullMarked
package care.convoy.warning.intake;

import org.jspecify.annotations.NullMarked;
