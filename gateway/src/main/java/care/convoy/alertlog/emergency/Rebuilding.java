package care.convoy.alertlog.emergency;

import care.convoy.alert.CoreLimits;
import care.convoy.alert.CoreState;
import care.convoy.alert.CoreState.Answered;
import care.convoy.alert.CoreState.Open;
import care.convoy.alertlog.CommandCodec;
import care.convoy.alertlog.CommittedEvent;
import care.convoy.alertlog.MalformedFrame;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import care.convoy.device.DeviceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds the core of an emergency from what is safe: what the log had told, then the journal's records in their order. So
 * after a crash, and after an error in the middle of a command, which leaves a core that nothing may be believed of.
 *
 * <p>A record that nobody was answered for, and over which the new core fails too, is left out, for as long as the process
 * lives; any other failure is thrown. Bounded as the emergency is. Thread {@code emergency}.
 */
final class Rebuilding {
    private final EmergencyCore.Begin begin;
    private final CoreLimits limits;
    private final EmergencyCore.Handling handling;
    private final EmergencyCounters counters;
    private final Consumer<String> say;
    private final List<TakenUp> takenUp = new ArrayList<>();
    private final Set<Long> leftOut = new HashSet<>();
    /** What the commands from {@link #build}'s sequence on did. */
    private final Map<Long, EmergencyCore.Applied> applied = new LinkedHashMap<>();

    /** Alerts of the log that were taken up when the journal had come to a record. */
    private record TakenUp(long afterSequence, List<Open> open, List<Answered> answers) {}

    /** The records, oldest first; each time it is asked. */
    interface Records {
        void forEach(Consumer<JournalEntry> each) throws IOException;
    }

    /** A record over which the core failed. */
    private static final class RecordFailed extends RuntimeException {
        private static final long serialVersionUID = 1;

        final long sequence;

        RecordFailed(long sequence, Throwable cause) {
            super("record " + sequence + " of the emergency journal cannot be applied: " + cause, cause);
            this.sequence = sequence;
        }
    }

    Rebuilding(EmergencyCore.Begin begin, Emergency.Parts parts) {
        this.begin = begin;
        limits = parts.config().limits();
        handling = parts.handling();
        counters = parts.counters();
        say = parts.say();
    }

    /** What an emergency begins with that a former process left in the journal. */
    static EmergencyCore.Begin beginOf(List<JournalEntry> entries, Emergency.Parts parts) {
        List<Open> open = new ArrayList<>();
        Map<DeviceId, CoreState.DeviceTest> tests = new LinkedHashMap<>();
        List<Answered> answers = new ArrayList<>();
        for (JournalEntry entry : entries) {
            if (entry.kind() == JournalEntry.Kind.KNOWN) {
                CoreState known = readKnown(entry, parts);
                open.addAll(known.open());
                answers.addAll(known.answered());
                known.tests().forEach(test -> tests.put(test.device(), test));
            }
        }
        return new EmergencyCore.Begin(
                open, List.copyOf(tests.values()), answers, entries.getFirst().atMillis());
    }

    private static CoreState readKnown(JournalEntry entry, Emergency.Parts parts) {
        try {
            return KnownFrame.decode(entry.content());
        } catch (MalformedFrame unreadable) {
            parts.counters().increment(Count.FAILURES);
            parts.say().accept("a known alert in the emergency journal cannot be read: " + unreadable.getMessage());
            return CoreState.empty();
        }
    }

    /** The core as the emergency begins. */
    EmergencyCore anew() {
        return EmergencyCore.with(begin, limits, handling);
    }

    /** These were taken up besides. @param afterSequence the journal's last record then */
    void tookUp(long afterSequence, List<Open> open, List<Answered> answers) {
        takenUp.add(new TakenUp(afterSequence, open, answers));
    }

    /** The core after the records of a former process; one over which it fails is left out. */
    EmergencyCore build(List<JournalEntry> entries) {
        try {
            return build(entries::forEach, 0);
        } catch (IOException neverOfAList) {
            throw new UncheckedIOException(neverOfAList);
        }
    }

    /**
     * The core after these records.
     *
     * @param unanswered nobody was answered for the records from this one on; 0 if nobody knows
     * @throws IOException if they cannot be read; and whatever the core throws over an older one
     */
    EmergencyCore build(Records records, long unanswered) throws IOException {
        while (true) {
            try {
                return buildOnce(records, unanswered);
            } catch (RecordFailed failed) {
                // whoever was not answered asks again; another process may have more memory
                if (failed.sequence < unanswered
                        || (unanswered == 0 && failed.getCause() instanceof OutOfMemoryError)) {
                    throw failed;
                }
                leaveOut(failed.sequence, String.valueOf(failed.getMessage()));
            }
        }
    }

    /** What the last {@link #build} made of a record that nobody was answered for; null if it was left out. */
    EmergencyCore.@Nullable Applied applied(long sequence) {
        return applied.get(sequence);
    }

    /** What happened in all of these. */
    List<CommittedEvent> eventsUnanswered() {
        return applied.values().stream().flatMap(did -> did.events().stream()).toList();
    }

    private EmergencyCore buildOnce(Records records, long unanswered) throws IOException {
        applied.clear();
        EmergencyCore core = anew();
        int[] next = {0};
        records.forEach(entry -> {
            next[0] = takeUp(core, next[0], entry.sequence());
            if (!leftOut.contains(entry.sequence())) {
                replay(core, entry, unanswered);
            }
        });
        takeUp(core, next[0], Long.MAX_VALUE);
        return core;
    }

    /** Those that were taken up before a record. @return how many in all */
    private int takeUp(EmergencyCore core, int from, long before) {
        int next = from;
        while (next < takenUp.size() && takenUp.get(next).afterSequence() < before) {
            core.adopt(takenUp.get(next).open(), takenUp.get(next).answers());
            next++;
        }
        return next;
    }

    private void replay(EmergencyCore core, JournalEntry entry, long unanswered) {
        try {
            switch (entry.kind()) {
                case COMMAND -> {
                    EmergencyCore.Applied did = core.apply(entry, CommandCodec.decode(entry.content()));
                    if (entry.sequence() >= unanswered && unanswered > 0) {
                        applied.put(entry.sequence(), did);
                    }
                }
                case TICK -> core.advance(entry.sequence(), entry.atMillis());
                case ADOPTED -> {
                    CoreState known = KnownFrame.decode(entry.content());
                    core.adopt(known.open(), known.answered())
                            .forEach(open -> core.written(open.view().id()));
                }
                case KNOWN, SENT -> {}
            }
        } catch (MalformedFrame unreadable) {
            leaveOut(entry.sequence(), "record " + entry.sequence() + " of the emergency journal: " + unreadable);
        } catch (RuntimeException | Error failed) {
            throw new RecordFailed(entry.sequence(), failed);
        }
    }

    /** In a few words, of which none is a person's. */
    static String reason(Throwable failed) {
        return failed instanceof RecordFailed record && record.getCause() != null
                ? "record " + record.sequence + ": "
                        + record.getCause().getClass().getSimpleName()
                : failed.getClass().getSimpleName();
    }

    private void leaveOut(long sequence, String why) {
        leftOut.add(sequence);
        counters.increment(Count.FAILURES);
        say.accept(why);
    }
}
