package care.convoy.demo;

import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.Message;
import care.convoy.notify.Told;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * What the people of a demo say: the same person always the same. Most who are called come, some do not answer, some cannot come; messages
 * arrive; 120 sends an ambulance. Pure.
 */
final class Rehearsal {
    private Rehearsal() {}

    /** What somebody says, and when. */
    record Answer(long afterMillis, Told told) {}

    static Answer answer(Message message, ChannelKind channel) {
        long person = hash(message.to().address() + "/" + message.to().contact());
        long afterMillis = 500 + person % 2_000;
        if (message.action() == Action.REQUEST_AMBULANCE) {
            return new Answer(3_000, Told.ACCEPTED);
        }
        if (message.action() == Action.CALL_SUPERVISOR) {
            boolean away = hash(message.key().toString()) % 3 == 0;
            return new Answer(afterMillis, away ? Told.NO_ANSWER : Told.DELIVERED);
        }
        if (message.action() != Action.CALL || channel != ChannelKind.VOICE) {
            return new Answer(afterMillis, Told.DELIVERED);
        }
        return switch ((int) (person % 10)) {
            case 0, 1 -> new Answer(afterMillis + 2_500, Told.NO_ANSWER);
            case 2 -> new Answer(afterMillis, Told.DECLINED);
            default -> new Answer(afterMillis, Told.ACCEPTED);
        };
    }

    private static long hash(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }
}
