package care.convoy.alertlog;

import care.convoy.alert.CoreState;

/**
 * The core's whole state at one place of the log.
 *
 * @param logId which log it is of
 * @param stateHash of the state alone: equal on members that agree
 */
public record Snapshot(long logId, CoreState state, long stateHash) {}
