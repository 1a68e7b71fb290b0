package care.convoy.effect;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectReport;
import care.convoy.alert.Priority;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A voice channel that does not return for a lesser alert until the test lets it. */
record Hanging(CountDownLatch until, Queue<String> sent) implements Channel {
    @Override
    public ChannelKind kind() {
        return ChannelKind.VOICE;
    }

    @Override
    public boolean isRehearsal() {
        return false;
    }

    @Override
    public void send(Effect effect, AlertView alert, Consumer<EffectReport> report) {
        if (alert.priority() != Priority.P1) {
            try {
                until.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        sent.add(effect.contact());
    }
}
