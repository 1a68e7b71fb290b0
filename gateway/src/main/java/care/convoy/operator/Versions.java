package care.convoy.operator;

/**
 * Whose version a number on the screen is, for one alert that this gateway handled by itself. Numbers on the screen never
 * fall: first come the log's, then those of the gateway alone, then the log's again with something added.
 *
 * @param oldest the lowest number that can still be told; of lower ones nothing counts as seen
 * @param before what was added to the log's until {@code localFrom}, and to the gateway's own
 * @param localFrom the first number that is of the gateway alone
 * @param logFrom the first number after it that is of the log; {@code Long.MAX_VALUE} while the gateway is alone
 * @param after what is added to the log's from then on
 */
record Versions(long oldest, long before, long localFrom, long logFrom, long after) {
    /** The log's own. */
    static final Versions NONE = new Versions(0, 0, 0, 0, 0);

    /** The gateway goes on alone. @param version its first one */
    Versions local(long version) {
        return new Versions(logFrom, after, version + after, Long.MAX_VALUE, after);
    }

    /** The log has taken over. @param shown number for its version {@code inLog} */
    Versions back(long shown, long inLog) {
        return new Versions(oldest, before, localFrom, shown, shown - inLog);
    }

    /** As what a version of the gateway alone was shown; 0 if that cannot be told any more. */
    long shownOwn(long version) {
        long shown = before + version;
        return shown >= localFrom && shown < logFrom ? shown : 0;
    }

    /** What is added to the versions that come in now. */
    long added() {
        return after;
    }

    /** The log's version; negative if it is the gateway's own; 0 if it cannot be told any more. */
    long inLog(long shown) {
        if (shown >= logFrom) {
            return Math.max(0, shown - after);
        }
        if (shown >= localFrom) {
            return before - shown;
        }
        return shown >= oldest ? Math.max(0, shown - before) : 0;
    }
}
