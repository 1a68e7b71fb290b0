/**
 * The rules of health monitoring: what a device measured, how long, against whose limits, becomes a
 * {@link care.convoy.vitals.Finding} with its explanation, or an {@link care.convoy.vitals.Ask} to the device.
 *
 * <p>One {@code HealthWatch} for each resident holds validity, NEWS2 and thresholds together.
 * Pure and deterministic: no clock, no chance, no thread of its own; time arrives with each call, epoch milliseconds of the
 * gateway's clock. One thread, the owner of the resident's state, may call at a time. Depends on the JDK, {@code device}, and of
 * {@code alert} on {@code AlertKind} and {@code Priority} only. The rules with their numbers: docs/health.md.
 */
@NullMarked
package care.convoy.vitals;

import org.jspecify.annotations.NullMarked;
