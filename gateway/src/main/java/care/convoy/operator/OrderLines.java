package care.convoy.operator;

import care.convoy.alert.AlertView;
import care.convoy.alert.Event;
import care.convoy.alert.Intent;
import care.convoy.alert.OperatorId;
import care.convoy.console.TimelineEntry;
import care.convoy.effect.DeviceWords;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device was told because of a case, as one line with what became of it. Stateless. */
final class OrderLines {
    private final DeviceWords words;
    private final Names names;

    OrderLines(DeviceWords words, Names names) {
        this.words = words;
        this.names = names;
    }

    /** @param at when it was asked for @param timeline where what became of it is told */
    TimelineEntry.Ordered line(Instant at, Intent intent, List<AlertView.TimelineEntry> timeline) {
        Intent.State state = Intent.State.PENDING;
        Instant stateAt = at;
        Instant sentAt = null;
        for (AlertView.TimelineEntry entry : timeline) {
            if (entry.event() instanceof Event.IntentMoved moved && moved.intent() == intent.id()) {
                state = moved.to();
                stateAt = Instant.ofEpochMilli(entry.atMillis());
                if (state == Intent.State.SENT) {
                    sentAt = stateAt;
                }
            }
        }
        OperatorId by = intent.by();
        return new TimelineEntry.Ordered(
                at,
                intent.kind().name(),
                intent.device().value(),
                by == null ? null : names.of(by),
                text(intent),
                state.name(),
                sentAt,
                stateAt);
    }

    private @Nullable String text(Intent intent) {
        return intent.what() instanceof Intent.Show show ? words.open(intent.device(), show.text()) : null;
    }
}
