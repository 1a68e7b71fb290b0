package care.convoy.resident;

import care.convoy.device.ResidentId;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.escalation.PlanChange;
import care.convoy.escalation.PlanChange.What;
import care.convoy.escalation.Urgency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One checked line of the plans file: one way in which a resident's plan differs from the standard one, or that a step is as
 * in the standard plan again. Immutable once read.
 *
 * <p>Columns: {@code resident_id,priority} (P1, P2, P3), {@code action} (all_consoles_loud, call_supervisor, call, message,
 * request_ambulance), {@code what} (only, first, after, off, standard); optional {@code ring} (1 to 3) and {@code value}
 * (seconds, or contact ids with {@code ;} between them).
 */
public final class PlanLine {
    private static final Set<String> REQUIRED =
            new LinkedHashSet<>(List.of("resident_id", "priority", "action", "what"));
    private static final Set<String> OPTIONAL = new LinkedHashSet<>(List.of("ring", "value"));
    private static final String STANDARD = "standard";
    private static final int LATEST_SECONDS = 86_400;
    private static final Map<String, Urgency> URGENCIES = urgencies();
    private static final Map<String, Action> ACTIONS = ContactLine.words(Action.values());
    private static final Map<String, Action> PLANNED = planned();
    private static final Map<String, What> WHATS = ContactLine.words(What.values());

    private final CsvLine line;
    private final ResidentId resident;
    private final Urgency urgency;
    private final Action action;
    private final int ring;
    private final @Nullable PlanChange change;

    private PlanLine(CsvLine line, ResidentId resident) {
        this.line = line;
        this.resident = resident;
        urgency = line.oneOf("priority", URGENCIES, Urgency.P1);
        action = readAction();
        ring = line.wholeNumber("ring", 1, 3, 0);
        change = line.raw("what").equals(STANDARD) ? null : readChange();
    }

    private static Map<String, Urgency> urgencies() {
        Map<String, Urgency> words = new LinkedHashMap<>();
        for (Urgency urgency : Urgency.values()) {
            words.put(urgency.name(), urgency);
        }
        return words;
    }

    private static Map<String, Action> planned() {
        Map<String, Action> words = new LinkedHashMap<>(ACTIONS);
        words.values().removeIf(action -> PlanChange.unplanned(action).isPresent());
        return words;
    }

    /** Known words that cannot be planned get their own answer, whatever else the line says. */
    private Action readAction() {
        Action named = ACTIONS.get(line.raw("action"));
        if (named == null || PLANNED.containsValue(named)) {
            return line.oneOf("action", PLANNED, Action.CALL);
        }
        PlanChange.unplanned(named).ifPresent(complaint -> line.refuse(complaint.field(), complaint.mend()));
        return named;
    }

    /** Reads a whole file. */
    public static ImportFile<PlanLine> read(byte[] csv) {
        CsvTable table = CsvTable.read(csv, REQUIRED, OPTIONAL);
        return ImportFile.of(
                table,
                PlanLine::of,
                each -> each.resident + "/" + each.urgency + "/" + each.action + "/" + each.ring + "/"
                        + each.line.raw("what"));
    }

    private static @Nullable PlanLine of(CsvLine line) {
        String resident = line.required("resident_id", 64);
        if (!ResidentId.isValid(resident)) {
            line.refuse("resident_id", "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
        }
        boolean complete = ResidentId.isValid(resident);
        for (String column : List.of("priority", "action", "what")) {
            complete &= !line.required(column, 32).isEmpty();
        }
        return complete ? new PlanLine(line, new ResidentId(resident)) : null;
    }

    private PlanChange readChange() {
        What what = line.oneOf("what", withStandard(), What.OFF);
        boolean timed = what == What.AFTER;
        boolean naming = what == What.ONLY || what == What.FIRST;
        PlanChange read =
                new PlanChange(urgency, action, ring, what, timed ? seconds() : 0, naming ? contacts() : List.of());
        if (!timed && !naming && !line.raw("value").isEmpty()) {
            line.refuse("value", "'" + line.raw("what") + "' takes no value; leave it empty");
        }
        if (hasKnownWords()) {
            read.complaints().forEach(complaint -> line.refuse(complaint.field(), complaint.mend()));
        }
        return read;
    }

    /** Else the words are complained of, and nothing more can be said. */
    private boolean hasKnownWords() {
        return URGENCIES.containsKey(line.raw("priority"))
                && PLANNED.containsKey(line.raw("action"))
                && WHATS.containsKey(line.raw("what"));
    }

    /** For the message only: 'standard' itself is read before. */
    private static Map<String, What> withStandard() {
        Map<String, What> words = new LinkedHashMap<>(WHATS);
        words.put(STANDARD, What.OFF);
        return words;
    }

    private int seconds() {
        return line.raw("value").isEmpty() ? -1 : line.wholeNumber("value", 0, LATEST_SECONDS, 0);
    }

    private List<String> contacts() {
        List<String> contacts = new ArrayList<>();
        for (String contact : line.items("value", List.of())) {
            if (!ResidentId.isValid(contact)) {
                line.refuse("value", "each contact id must be 1 to 64 characters of A-Z a-z 0-9 . _ : -");
            } else if (contacts.contains(contact)) {
                line.refuse("value", "names '" + contact + "' twice");
            }
            contacts.add(contact);
        }
        return contacts;
    }

    public ResidentId resident() {
        return resident;
    }

    /** The change; null if the step is to be as in the standard plan again. */
    public @Nullable ResidentPlanChange change() {
        return change == null ? null : new ResidentPlanChange(resident, change);
    }

    /** Whether a change that was stored before is taken back by this line. */
    public boolean takesBack(ResidentPlanChange stored) {
        return change == null
                && stored.resident().equals(resident)
                && stored.change().urgency() == urgency
                && stored.change().action() == action
                && (ring == 0 || stored.change().ring() == ring);
    }

    public ImportError unknownResident() {
        return line.error("resident_id", "no resident '" + resident + "'; import the residents first");
    }

    /** @param contact as named in the value */
    public ImportError unknownContact(String contact) {
        return line.error(
                "value", "no contact '" + contact + "' of resident '" + resident + "'; import the contacts first");
    }
}
