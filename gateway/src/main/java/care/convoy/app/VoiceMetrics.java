package care.convoy.app;

import care.convoy.notify.voice.VoiceProvider;
import care.convoy.observation.Metrics;

/** Names for what the telephone counts; listed with their meaning in {@code docs/operations.md}. */
final class VoiceMetrics {
    private VoiceMetrics() {}

    static void bind(Metrics metrics, VoiceProvider voice) {
        metrics.gauge("voice.open", "1 if calls can be made", () -> voice.complaint() == null ? 1 : 0);
        metrics.gauge("voice.lines", "lines in use, also by calls that are just ending", voice::linesInUse);
        for (String name : voice.counts().keySet()) {
            metrics.counter(
                    "voice." + name, "of telephone calls", () -> voice.counts().getOrDefault(name, 0L));
        }
    }
}
