package care.convoy.ingest.watch;

/**
 * A {@code UD}, {@code AL} or {@code WT}: where the watch is and how it is. Whole numbers are
 * {@link care.convoy.device.DeviceMessage#ABSENT} and decimals {@link Double#NaN} where they cannot be read.
 *
 * @param kind what it is for
 * @param spelled the word as received
 * @param batteryPercent 0 to 100
 * @param signalPercent 0 to 100
 * @param steps since midnight
 * @param rolls turn-overs while asleep
 */
record PositionReport(
        Kind kind,
        String spelled,
        Fix fix,
        int satellites,
        int signalPercent,
        int batteryPercent,
        int steps,
        int rolls,
        StatusWord status,
        Surroundings surroundings)
        implements WatchMessage {
    /** What a position is sent for. */
    enum Kind {
        ALARM,
        UPDATE,
        /** Kept while there was no network: old, and raises nothing. */
        BUFFERED,
        WEATHER
    }

    /**
     * @param timeMillis the device's time, or {@link care.convoy.alert.Command#NO_TIME}
     * @param valid whether the device says that it is fixed by satellites
     * @param latitude degrees, -90 to 90, with the sign of its hemisphere
     * @param longitude degrees, -180 to 180
     */
    record Fix(
            long timeMillis,
            boolean valid,
            double latitude,
            double longitude,
            double speedKmh,
            double course,
            double altitudeMetres) {
        boolean isReadable() {
            return !Double.isNaN(latitude) && !Double.isNaN(longitude);
        }
    }

    /** Whether it raises anything: an {@code AL} always, the others by their bits, a buffered one never. */
    boolean raises() {
        return kind == Kind.ALARM || (kind != Kind.BUFFERED && status.isAlarm());
    }
}
