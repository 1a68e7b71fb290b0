package care.convoy.effect;

import care.convoy.alert.AlertView;
import care.convoy.alert.Effect;
import care.convoy.alert.EffectReport;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A channel that writes down what it is given and reports what the test says. */
final class HandChannel implements Channel {
    final List<Sent> sent = new ArrayList<>();
    private final ChannelKind kind;
    private final boolean rehearsal;

    /** What it was given. */
    record Sent(Effect effect, AlertView alert, Consumer<EffectReport> report) {
        @Override
        public String toString() {
            return effect.action() + " " + effect.contact() + " " + effect.key().step() + "/"
                    + effect.key().attempt();
        }
    }

    HandChannel(ChannelKind kind, boolean rehearsal) {
        this.kind = kind;
        this.rehearsal = rehearsal;
    }

    List<String> words() {
        return sent.stream().map(Sent::toString).toList();
    }

    @Override
    public ChannelKind kind() {
        return kind;
    }

    @Override
    public boolean isRehearsal() {
        return rehearsal;
    }

    @Override
    public void send(Effect effect, AlertView alert, Consumer<EffectReport> report) {
        sent.add(new Sent(effect, alert, report));
    }
}
