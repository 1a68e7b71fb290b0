/**
 * The two ways in for warnings: {@link care.convoy.warning.intake.WarningPush} over HTTP, by tokens of their own, and
 * {@link care.convoy.warning.intake.WarningDirectory}, where files are dropped. Both hand bytes to
 * {@link care.convoy.warning.Reception} and judge nothing themselves.
 *
 * <p>A push runs on its request's thread, the directory on one of its owner. Depends on {@code warning}, {@code disclosure},
 * {@code resident} and jackson. How to use them: docs/warnings.md.
 */
@NullMarked
package care.convoy.warning.intake;

import org.jspecify.annotations.NullMarked;
