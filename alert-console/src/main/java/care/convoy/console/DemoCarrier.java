package care.convoy.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The telephones of a demo: what would have been said to whom, and a hand to answer in their place. Thread-safe. */
public interface DemoCarrier {
    /**
     * One message or call.
     *
     * @param number grows with each
     * @param channel VOICE, SMS, WEBHOOK, MAIL or DISPATCH
     * @param action of the plan's step, as CALL
     * @param words as written, or as spoken by a call
     * @param link to the person's page; "" for none
     * @param told what came of it last, as ACCEPTED; "" while nothing has
     * @param toldAt when; null before
     * @param rings whether it is a call that nobody has taken yet
     * @param canBeAnswered whether {@link #answer} may be given
     */
    record Item(
            long number,
            Instant at,
            String alert,
            String channel,
            String action,
            String name,
            String address,
            String words,
            String link,
            String told,
            @Nullable Instant toldAt,
            boolean rings,
            boolean canBeAnswered) {}

    /** Newest first; nothing if this is no demo. */
    Optional<List<Item>> look();

    /**
     * Answers in a person's place.
     *
     * @param key '1' comes, '2' cannot come, '0' does not take the call
     * @return false if there is no such message, or it cannot be answered any more
     */
    boolean answer(long number, char key);
}
