package care.convoy.alert;

import care.convoy.escalation.EscalationStep;

/**
 * Something to be done outside the core, at least once, by the leading node; what came of it returns as a
 * {@link Command.ReportEffect} with the same key.
 *
 * @param contact whom to reach; "" for the role that the action names
 * @param channel how
 */
public record Effect(EffectKey key, EscalationStep.Action action, String contact, EscalationStep.ChannelKind channel) {}
