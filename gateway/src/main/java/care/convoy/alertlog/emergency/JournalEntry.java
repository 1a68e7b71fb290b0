package care.convoy.alertlog.emergency;

/**
 * What one record of the journal holds.
 *
 * @param sequence one more than the record before, for ever
 * @param atMillis core time of the emergency
 * @param content of {@link Kind#COMMAND} the encoded command, of {@link Kind#KNOWN} a snapshot, of {@link Kind#SENT} a
 *     {@link SentMark}; of {@link Kind#TICK} nothing
 */
record JournalEntry(long sequence, long atMillis, Kind kind, byte[] content) {
    /** What it is. Written as its place in this list: only to be appended to. */
    enum Kind {
        COMMAND,
        /** Time passed, and something fell due. */
        TICK,
        /** Alerts that the log had, before the first command about them. */
        KNOWN,
        /** The log has the signals and notes up to here. */
        SENT
    }
}
