package care.convoy.effect;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.escalation.EscalationStep.ChannelKind;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which channels there are. A real alert gets real channels only, everything else channels for rehearsal only: so an
 * exercise calls nobody, and nobody who was only played is believed to be on the way. Immutable.
 */
public final class Channels {
    private final Map<ChannelKind, Channel> real = new EnumMap<>(ChannelKind.class);
    private final Map<ChannelKind, Channel> rehearsal = new EnumMap<>(ChannelKind.class);

    /** @throws IllegalArgumentException if there are two of one kind and use */
    public Channels(Collection<? extends Channel> channels) {
        for (Channel channel : channels) {
            Map<ChannelKind, Channel> use = channel.isRehearsal() ? rehearsal : real;
            if (use.putIfAbsent(channel.kind(), channel) != null) {
                throw new IllegalArgumentException("two channels of kind " + channel.kind());
            }
        }
    }

    /** Tells every channel how an alert stands. */
    void stood(AlertView now) {
        (now.status() == AlertStatus.ACTUAL ? real : rehearsal).values().forEach(channel -> channel.stood(now));
    }

    /** The channel for an alert of this status, or null if there is none. */
    @Nullable
    Channel find(ChannelKind kind, AlertStatus status) {
        return (status == AlertStatus.ACTUAL ? real : rehearsal).get(kind);
    }
}
