package care.convoy.disclosure;

/**
 * The audit of what was handed out. Thread-safe. What cannot be written here is not handed out.
 */
public interface DisclosureLog {
    /** Durable when it returns. @throws care.convoy.resident.StorageUnavailable if it is not written */
    void record(Entry entry);

    /**
     * One answer, without any value of it.
     *
     * @param grant its name
     * @param address of the client
     * @param action as {@code fhir.Observation.search}
     * @param subject the resident's id; empty if it concerns none or many
     * @param outcome {@code done} or {@code denied}
     * @param detail what and how much, as {@code count=100 code=8867-4}
     */
    record Entry(
            long atMillis,
            String grant,
            String address,
            String action,
            String subject,
            String outcome,
            String detail) {}
}
