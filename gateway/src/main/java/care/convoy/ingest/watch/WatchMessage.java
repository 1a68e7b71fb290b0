package care.convoy.ingest.watch;

import care.convoy.device.Vitals;
import org.jspecify.annotations.Nullable;

/** What a frame says. Values are within range; what was not is absent. */
sealed interface WatchMessage
        permits PositionReport,
                WatchMessage.LinkKeep,
                WatchMessage.Measured,
                WatchMessage.Asked,
                WatchMessage.Sound,
                WatchMessage.Picture,
                WatchMessage.Done,
                WatchMessage.Version,
                WatchMessage.Told {
    /** The link is kept; each value 0 or more, or {@link Numbers#NONE}. */
    record LinkKeep(int steps, int rolls, int batteryPercent) implements WatchMessage {}

    /**
     * A measurement.
     *
     * @param vitals empty if the watch was not worn or failed
     * @param answered by the word alone; null for a word that is not answered
     */
    record Measured(Vitals vitals, @Nullable Reply answered) implements WatchMessage {}

    /** Something that is answered and means nothing to us. */
    record Asked(Reply answered) implements WatchMessage {}

    /** A voice message, or a part of one; not kept by this gateway, and the watch is told so. */
    record Sound(int bytes, Reply answered) implements WatchMessage {}

    /** A photo; not kept. */
    record Picture(int bytes) implements WatchMessage {}

    /** The watch repeats the word of a command: it is done. */
    record Done(DownWord word) implements WatchMessage {}

    /** The version of its software, in its own words. */
    record Version(String text) implements WatchMessage {}

    /** Information, or a word that nobody knows. */
    record Told() implements WatchMessage {}
}
