package care.convoy.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Warnings of weather and disasters by other authorities that hold now. From memory, does not block. What is no actual warning says
 * so by its status.
 */
public interface Warnings {
    /**
     * What those who look after a part of the tree are to see: the actual before exercises before tests, the worst first.
     *
     * @param scope beginning of their administrative codes; empty for the whole tree
     */
    List<Warning> inForce(String scope);

    /** One of these. */
    Optional<Warning> find(String id, String scope);

    /** Those in force where somebody lives; nobody is counted in them. */
    List<Warning> ofResident(String resident);

    /** Ids of the residents of a warning within a scope, by region; at most {@code most}. */
    List<String> residentsOf(String id, String scope, int most);

    /**
     * One warning.
     *
     * @param status ACTUAL, EXERCISE or TEST
     * @param severity EXTREME, SEVERE, MODERATE, MINOR or UNKNOWN; the worst of its blocks
     * @param colour RED, ORANGE, YELLOW or BLUE; null if none was told
     * @param residents how many it touches within the scope
     * @param blocks what holds of it, several by language and by time and place; never none
     */
    record Warning(
            String id,
            String sender,
            Instant sentAt,
            String status,
            String severity,
            @Nullable String colour,
            int residents,
            List<Block> blocks) {
        public Warning {
            blocks = List.copyOf(blocks);
        }
    }

    /**
     * What is said in one language of one time and place. Empty text was not told.
     *
     * @param language as {@code zh-CN}
     * @param urgency IMMEDIATE, EXPECTED, FUTURE, PAST or UNKNOWN
     * @param certainty OBSERVED, LIKELY, POSSIBLE, UNLIKELY or UNKNOWN
     * @param onsetAt when it is expected to begin; null if it is not told
     * @param areas in words
     */
    record Block(
            String language,
            String event,
            String headline,
            String description,
            String instruction,
            String senderName,
            String severity,
            String urgency,
            String certainty,
            @Nullable String colour,
            Instant effectiveAt,
            @Nullable Instant onsetAt,
            Instant expiresAt,
            List<String> areas) {
        public Block {
            areas = List.copyOf(areas);
        }
    }
}
