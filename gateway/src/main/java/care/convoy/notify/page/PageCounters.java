package care.convoy.notify.page;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What came to the pages since the start. Thread-safe. */
public final class PageCounters {
    private final LongAdder issued = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final LongAdder refreshed = new LongAdder();
    private final EnumMap<Answer, LongAdder> answers = new EnumMap<>(Answer.class);
    private final EnumMap<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);

    /** What a contact may answer. */
    public enum Answer {
        GOING,
        CANNOT,
        ARRIVED,
        /** How the resident is. */
        CONDITION
    }

    /** Why nothing was shown, or an answer was not taken. */
    public enum Refusal {
        /** Not made with our key, mutilated, or of long ago. */
        NOT_OURS,
        EXPIRED,
        /** The case has ended, or the contact is none any more. */
        OVER,
        /** The log does not say what is open. */
        UNSURE,
        /** A POST that does not come from the page. */
        FORM,
        /** The contact has told as much as one may. */
        TOO_MUCH,
        /** The log did not take it. */
        NOT_TAKEN
    }

    PageCounters() {
        for (Answer each : Answer.values()) {
            answers.put(each, new LongAdder());
        }
        for (Refusal each : Refusal.values()) {
            refusals.put(each, new LongAdder());
        }
    }

    void issued() {
        issued.increment();
    }

    /** @param again whether the page itself asked how it stands */
    void shown(boolean again) {
        (again ? refreshed : opened).increment();
    }

    void count(Answer answer) {
        Objects.requireNonNull(answers.get(answer)).increment();
    }

    void count(Refusal refusal) {
        Objects.requireNonNull(refusals.get(refusal)).increment();
    }

    public long issuedSoFar() {
        return issued.sum();
    }

    public long opened() {
        return opened.sum();
    }

    public long refreshed() {
        return refreshed.sum();
    }

    public long get(Answer answer) {
        return Objects.requireNonNull(answers.get(answer)).sum();
    }

    public long get(Refusal refusal) {
        return Objects.requireNonNull(refusals.get(refusal)).sum();
    }
}
