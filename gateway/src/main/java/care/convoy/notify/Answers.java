package care.convoy.notify;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView;
import care.convoy.alert.EffectKey;
import care.convoy.alert.Reach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What somebody's answer is about when it comes by itself: a short message names no alert, and a restart forgets what was sent. It is
 * found among the open alerts: who was asked, and when last. Thread-safe.
 */
public final class Answers {
    private final Supplier<Collection<AlertView>> open;
    private final People people;

    /** @param open the alerts that are open now, as the core or the emergency core sees them */
    public Answers(Supplier<Collection<AlertView>> open, People people) {
        this.open = open;
        this.people = people;
    }

    /**
     * What was asked of somebody.
     *
     * @param key of the last try
     * @param atMillis since when it stands as it does
     */
    public record Asked(EffectKey key, AlertView alert, String contact, long atMillis) {}

    /**
     * What was last asked of whoever has that number, of those who were asked to come; null if nobody with it was. Numbers are
     * the same if their last eleven digits are: one with and one without a country code.
     */
    public @Nullable Asked ofNumber(String number) {
        String digits = digits(number);
        if (digits.isEmpty()) {
            return null;
        }
        List<Asked> asked = new ArrayList<>();
        for (AlertView alert : open.get()) {
            if (alert.status() == AlertStatus.ACTUAL) {
                collect(alert, asked, digits);
            }
        }
        return asked.stream().max(Comparator.comparingLong(Asked::atMillis)).orElse(null);
    }

    private void collect(AlertView alert, List<Asked> into, String digits) {
        for (AlertView.Step step : alert.steps()) {
            for (Reach reach : step.reaches()) {
                if (reach.attempt() > 0
                        && asksToCome(step)
                        && digits.equals(digits(people.number(step.step().action(), alert, reach.contact())))) {
                    into.add(new Asked(
                            new EffectKey(alert.id(), step.index(), reach.attempt()),
                            alert,
                            reach.contact(),
                            step.doneAtMillis()));
                }
            }
        }
    }

    /** What was last asked of a contact about an alert; null if nothing was. */
    public @Nullable Asked of(AlertView alert, String contact) {
        Asked last = null;
        for (AlertView.Step step : alert.steps()) {
            for (Reach reach : step.reaches()) {
                if (reach.attempt() > 0 && asksToCome(step) && reach.contact().equals(contact)) {
                    last = new Asked(
                            new EffectKey(alert.id(), step.index(), reach.attempt()),
                            alert,
                            contact,
                            step.doneAtMillis());
                }
            }
        }
        return last;
    }

    private static boolean asksToCome(AlertView.Step step) {
        return switch (step.step().action()) {
            case CALL, MESSAGE, CALL_SUPERVISOR -> true;
            case SHOW_ALL_CONSOLES, ALL_CONSOLES_LOUD, REQUEST_AMBULANCE, INFORM -> false;
        };
    }

    /** The last eleven digits: a Chinese number without its country code. */
    private static String digits(String number) {
        String digits = number.replaceAll("\\D", "");
        return digits.length() <= 11 ? digits : digits.substring(digits.length() - 11);
    }
}
