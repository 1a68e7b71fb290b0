package care.convoy.alertlog;

import care.convoy.alert.Outcome;

/**
 * Proof that a command is durable, with the core's answer.
 *
 * @param position of the command in the log
 */
public record Receipt(long position, Durability durability, Outcome outcome) {
    /** Where a command is safe. */
    public enum Durability {
        /** On disk on a majority of the log's members. */
        COMMITTED,
        /** In this gateway's emergency journal only. */
        LOCAL
    }
}
