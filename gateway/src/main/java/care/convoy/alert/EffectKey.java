package care.convoy.alert;

/**
 * Names one effect for ever: whoever executes it twice, executes the same one.
 *
 * @param step index of the step within the alert
 * @param attempt within the step, from 1; each contact, channel and retry has its own
 */
public record EffectKey(AlertId alert, int step, int attempt) {}
