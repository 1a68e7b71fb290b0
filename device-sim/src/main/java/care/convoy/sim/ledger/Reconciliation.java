package care.convoy.sim.ledger;

import care.convoy.sim.console.OpenAlert;
import care.convoy.sim.ledger.PressBook.Press;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what devices know with what the gateway shows. Right is: every press that was {@code received} belongs to an open
 * alert of its resident; a resident has one open alert at most; and an alert heard neither fewer presses than were received
 * nor more than were sent. What was open before the run is taken off first.
 *
 * @param sent presses
 * @param received of them, by the devices' knowledge
 * @param waiting of them, not received yet
 * @param alerts open alerts that this run's presses made or joined
 * @param lost received presses that no open alert accounts for
 * @param doubled presses or alerts that nobody sent
 * @param findings in words, one for each resident or contradiction
 */
public record Reconciliation(
        int sent, long received, long waiting, int alerts, long lost, long doubled, List<String> findings) {

    public Reconciliation {
        findings = List.copyOf(findings);
    }

    /** Nothing lost, nothing doubled, no press still waiting. */
    public boolean isClean() {
        return lost == 0 && doubled == 0 && waiting == 0 && findings.isEmpty();
    }

    /** Alerts of residents whom the book does not name are no business of it. */
    public static Reconciliation of(PressBook book, Collection<OpenAlert> open) {
        Map<String, List<OpenAlert>> openByResident = new HashMap<>();
        for (OpenAlert alert : open) {
            openByResident
                    .computeIfAbsent(alert.residentId(), resident -> new ArrayList<>(1))
                    .add(alert);
        }
        Counter counter = new Counter();
        book.pressesByResident()
                .forEach((resident, presses) -> counter.resident(
                        presses, openByResident.getOrDefault(resident, List.of()), book.openBefore(resident)));
        counter.findings.addAll(book.contradictions());
        return new Reconciliation(
                book.sentCount(),
                book.receivedCount(),
                book.waitingCount(),
                counter.alerts,
                counter.lost,
                counter.doubled,
                counter.findings);
    }

    private static final class Counter {
        private final List<String> findings = new ArrayList<>();
        private int alerts;
        private long lost;
        private long doubled;

        void resident(List<Press> presses, List<OpenAlert> open, Collection<OpenAlert> before) {
            Set<String> openIds = new HashSet<>();
            long heard = 0;
            for (OpenAlert alert : open) {
                openIds.add(alert.id());
                heard += alert.presses();
            }
            heard -= before.stream()
                    .filter(alert -> openIds.contains(alert.id()))
                    .mapToLong(OpenAlert::presses)
                    .sum();
            long received =
                    presses.stream().filter(press -> press.alertId() != null).count();
            long gone = presses.stream()
                    .filter(press -> press.alertId() != null
                            && !press.alertId().equals(PressBook.ALERT_NOT_TOLD)
                            && !openIds.contains(press.alertId()))
                    .count();
            // gateways without the log may name one alert differently; in it, it has the name that others of them were
            // told
            boolean allHeard = heard == presses.size()
                    && presses.stream().anyMatch(press -> openIds.contains(String.valueOf(press.alertId())));
            long lostHere = allHeard ? 0 : Math.max(gone, received - heard);
            long doubledHere = Math.max(Math.max(0, heard - presses.size()), Math.max(0, open.size() - 1));
            alerts += open.size();
            lost += Math.max(0, lostHere);
            doubled += doubledHere;
            if (lostHere > 0 || doubledHere > 0) {
                findings.add(
                        "%s: %d presses sent, %d received, %d heard by %d open alerts, %d of an alert that is not open"
                                .formatted(
                                        presses.getFirst().residentId(),
                                        presses.size(),
                                        received,
                                        heard,
                                        open.size(),
                                        gone));
            }
        }
    }
}
