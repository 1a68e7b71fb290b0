package care.convoy.app;

import care.convoy.notify.ChannelCounters;
import care.convoy.notify.Told;
import care.convoy.observation.Metrics;
import java.util.Locale;

/** Names for what one channel counts; listed with their meaning in {@code docs/operations.md}. */
final class ChannelMetrics {
    private ChannelMetrics() {}

    static void bind(Metrics metrics, ChannelCounters counters, String... tags) {
        metrics.counter("channel.sent", "given to the provider", counters::sent, tags);
        metrics.counter("channel.no.address", "for somebody without one", counters::noAddress, tags);
        metrics.counter("channel.out.of.hours", "for somebody not to be reached then", counters::outOfHours, tags);
        metrics.counter("channel.withdrawn", "wanted no more before they were sent", counters::withdrawn, tags);
        metrics.counter("channel.crowded.out", "that found no room", counters::crowdedOut, tags);
        metrics.counter("channel.shed", "refused while the provider does not answer", counters::shed, tags);
        metrics.counter("channel.silent", "of which the provider said nothing", counters::silent, tags);
        for (Told each : Told.values()) {
            metrics.counter(
                    "channel.told",
                    "by the provider",
                    () -> counters.told(each),
                    tags[0],
                    tags[1],
                    "outcome",
                    each.name().toLowerCase(Locale.ROOT));
        }
    }
}
