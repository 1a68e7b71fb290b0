package care.convoy.warning;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One CAP message, as far as we use it. Immutable.
 *
 * @param references the earlier messages that this one is about
 * @param infos in the order of the message; empty in none but CANCEL, ACK and ERROR
 */
public record CapMessage(WarningId id, Status status, Type type, List<WarningId> references, List<Info> infos)
        implements CapReader.Read {
    public CapMessage {
        references = List.copyOf(references);
        infos = List.copyOf(infos);
    }

    /** Section 3.2.1, {@code status}. */
    public enum Status {
        /** "Actionable by all targeted recipients". */
        ACTUAL,
        /** "Actionable only by designated exercise participants". */
        EXERCISE,
        /** "For messages that support alert network internal functions". */
        SYSTEM,
        /** "Technical testing only, all recipients disregard". */
        TEST,
        /** "A preliminary template or draft, not actionable in its current form". */
        DRAFT;

        /** Whether anybody sees it: drafts and what networks tell each other are only kept. */
        public boolean isShown() {
            return this == ACTUAL || this == EXERCISE || this == TEST;
        }
    }

    /** Section 3.2.1, {@code msgType}. */
    public enum Type {
        ALERT,
        /** "Updates and supercedes the earlier message(s) identified in references". */
        UPDATE,
        /** "Cancels the earlier message(s) identified in references". */
        CANCEL,
        ACK,
        ERROR;

        /** Whether it warns of something. */
        public boolean warns() {
            return this == ALERT || this == UPDATE;
        }
    }

    /** Section 3.2.2, {@code severity}; the worst first. */
    public enum Severity {
        EXTREME,
        SEVERE,
        MODERATE,
        MINOR,
        UNKNOWN
    }

    /** Section 3.2.2, {@code urgency}. */
    public enum Urgency {
        IMMEDIATE,
        EXPECTED,
        FUTURE,
        PAST,
        UNKNOWN
    }

    /** Section 3.2.2, {@code certainty}. */
    public enum Certainty {
        OBSERVED,
        LIKELY,
        POSSIBLE,
        UNLIKELY,
        UNKNOWN
    }

    /** Chinese levels of warning signals, the worst first. */
    public enum Colour {
        RED,
        ORANGE,
        YELLOW,
        BLUE
    }

    /** One {@code info}: section 3.2.2. @param language RFC 3066, "en-US" if the message names none */
    public record Info(String language, Words words, Degree degree, Period period, List<Area> areas) {
        public Info {
            areas = List.copyOf(areas);
        }
    }

    /** What people read; empty where the message says nothing, but for the event. */
    public record Words(
            String event,
            String senderName,
            String headline,
            String description,
            String instruction,
            String web,
            String contact) {}

    /** How bad. @param colour null if neither event codes nor parameters carry one */
    public record Degree(
            Severity severity,
            Urgency urgency,
            Certainty certainty,
            @Nullable Colour colour) {}

    /**
     * When.
     *
     * @param effective "If this item is not included, the effective time SHALL be assumed to be the same as in sent"
     * @param onset when the event is expected to begin; null if the message does not say
     * @param expires not included; a day after what comes last of the others if the message does not say: "each recipient is
     *     free to set its own policy"
     */
    public record Period(Instant effective, @Nullable Instant onset, Instant expires) {
        /** Whether it holds at that moment; what is only expected holds from {@code effective} on. */
        public boolean holds(Instant now) {
            return !now.isBefore(effective) && now.isBefore(expires);
        }
    }

    /** When the last of it is over; when it was sent if it warns of nothing. */
    public Instant ends() {
        return infos.stream()
                .map(info -> info.period().expires())
                .max(Instant::compareTo)
                .orElse(id.sent());
    }
}
