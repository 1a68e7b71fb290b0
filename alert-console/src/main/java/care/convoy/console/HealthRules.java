package care.convoy.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the health rules: a book for everyone, and residents' own limits, each in versions that are never changed. May
 * block: called on virtual threads; throws {@link RecordsUnavailable} when the database cannot answer. Content is a tree of maps, as
 * JSON reads to.
 */
public interface HealthRules {
    /** The last {@code most} books, newest first; the one of the program, version 0, if none was written. */
    List<Version> books(int most);

    /** Writes the next book; in force on this gateway when it returns, on others within seconds. */
    Outcome putBook(Change change);

    /** The last {@code most} versions of a resident's own limits, newest first; an empty version 0 if there are none. */
    List<Version> personal(String resident, int most);

    /** Writes a resident's next own limits, {@code {}} to take them back. */
    Outcome putPersonal(String resident, Change change);

    /** What a book would have told. Slow; one at a time. */
    Tried tryOut(Trial trial);

    /** @param at null for the program's own */
    record Version(int version, @Nullable Instant at, String by, String why, Map<String, Object> content) {}

    /** @param expected the version that it was made from */
    record Change(int expected, String by, String why, Map<String, Object> content) {}

    /** What came of a change. */
    sealed interface Outcome permits Outcome.Done, Outcome.Changed, Unfit {
        /** @param version its number */
        record Done(int version) implements Outcome {}

        /** Somebody else was first. @param version that is in force */
        record Changed(int version) implements Outcome {}
    }

    /** The content is refused. @param member its path @param mend what to write instead */
    record Unfit(String member, String mend) implements Outcome, Tried {}

    /**
     * What is to be tried.
     *
     * @param days of history, up to now
     * @param visible whose history
     * @param gone whether nobody waits for the answer any more
     */
    record Trial(Map<String, Object> book, int days, Predicate<String> visible, BooleanSupplier gone) {}

    /** What came of a trial. */
    sealed interface Tried permits Unfit, Busy, Result {}

    /** Another one is on its way. */
    record Busy() implements Tried {}

    /** Findings of a rule. @param now by the book in force @param next by what was tried */
    record Count(String rule, String priority, int now, int next) {}

    /** P1 to P3 by one book. @param unmet when no alert of vitals was open @param metFalse alerts closed as false that it tells of */
    record Side(int told, int unmet, int metFalse, int metTrue) {}

    /** A finding of only one of both. @param added whether of what was tried */
    record Example(String resident, Instant at, String rule, String priority, boolean added) {}

    /**
     * What it would have been like.
     *
     * @param judged of {@code residents}; fewer if the time was over
     * @param raised alerts of vitals that were raised @param raisedFalse closed as false of these
     */
    record Result(
            int residents,
            int judged,
            long rows,
            long millis,
            int against,
            List<Count> counts,
            Side now,
            Side next,
            int raised,
            int raisedFalse,
            List<Example> examples)
            implements Tried {
        public Result {
            counts = List.copyOf(counts);
            examples = List.copyOf(examples);
        }
    }
}
