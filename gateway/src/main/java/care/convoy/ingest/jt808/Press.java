package care.convoy.ingest.jt808;

import care.convoy.alert.Command;
import care.convoy.ingest.Stamp;

/**
 * An alarm bit on its way to the log.
 *
 * @param location the report that is at hand
 * @param timeMillis of the first report that had the bit, as the device said it; or {@link Location#NO_TIME}
 * @param stamp by which it is known when it comes again
 */
record Press(int bit, Location location, long timeMillis, Stamp stamp) {
    /** Of the present. A first report of long ago, while the log did not answer, counts if the device's clock is right now. */
    static Press now(int bit, Location location, long timeMillis, long receivedAtMillis) {
        long said = said(timeMillis);
        Stamp stamp = Stamp.isClockRight(location.timeMillis(), receivedAtMillis)
                ? Stamp.ofKept(bit, said, receivedAtMillis)
                : Stamp.ofUnnumbered(bit, said, receivedAtMillis);
        return new Press(bit, location, timeMillis, stamp);
    }

    /** From where there was no network: it is known again however late it comes, also if it was heard when it was new. */
    static Press kept(int bit, Location location, long receivedAtMillis) {
        long timeMillis = location.timeMillis();
        return new Press(bit, location, timeMillis, Stamp.ofKept(bit, said(timeMillis), receivedAtMillis));
    }

    private static long said(long timeMillis) {
        return timeMillis < 0 ? Command.NO_TIME : timeMillis;
    }
}
