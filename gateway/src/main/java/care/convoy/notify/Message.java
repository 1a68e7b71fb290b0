package care.convoy.notify;

import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.Action;

/**
 * One thing to say to one person. Who gets the same key twice need not say it twice.
 *
 * @param urgent whether it is about a P1
 * @param text as it is written, in the recipient's language
 * @param speech as it is spoken; without the address of a page
 * @param link to the recipient's page about the alert; "" if there is none
 */
public record Message(
        EffectKey key, Action action, boolean urgent, Recipient to, String text, String speech, String link) {
    /** Without what is said and to whom. */
    @Override
    public String toString() {
        return "Message[" + key + " " + action + "]";
    }
}
