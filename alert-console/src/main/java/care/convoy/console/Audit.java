package care.convoy.console;

import java.time.Instant;

/** Keeps who did what. Thread-safe. */
public interface Audit {
    /**
     * Records an entry. Never blocks and never throws: called on the event loop. Entries hold ids, never names, numbers,
     * health data or secrets.
     */
    void record(Entry entry);

    /**
     * One fact.
     *
     * @param user login or token name; for a failed log-in the login tried, cut to 64 characters
     * @param address of the client
     * @param action operationId of the contract, or session-ended
     * @param subject id of the alert, resident or device; empty if none
     * @param outcome done, denied, failed, or the problem's short name
     */
    record Entry(Instant at, String user, String address, String action, String subject, String outcome) {}
}
