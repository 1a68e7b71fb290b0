package care.convoy.effect;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectReport;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.function.Consumer;

/** A voice channel that throws. */
record Breaking() implements Channel {
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
        throw new IllegalStateException("broken");
    }
}
