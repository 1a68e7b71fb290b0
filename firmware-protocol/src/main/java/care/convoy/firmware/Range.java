package care.convoy.firmware;

/**
 * What a number of a message may be (PROTOCOL.md §5, columns 'range' and 'not measured'). One list, read by
 * constructors, decoder and encoder alike.
 *
 * @param least smallest valid value
 * @param greatest largest valid value
 * @param absent the value on the wire that means 'not measured'
 * @param zeroIsAbsent sensors give 0 for 'nothing seen': read as not measured
 */
record Range(int least, int greatest, int absent, boolean zeroIsAbsent) {

    static final Range BATTERY_PERCENT = new Range(0, 100, 0xFF, false);
    static final Range SIGNAL_PERCENT = new Range(0, 100, 0xFF, false);
    static final Range STEPS = new Range(0, 999_999, 0xFFFFFF, false);
    static final Range HEART_RATE_BPM = new Range(1, 300, 0xFFFF, true);
    static final Range SPO2_PERCENT = new Range(1, 100, 0xFF, true);
    static final Range PRESSURE_MMHG = new Range(1, 300, 0xFFFF, true);
    static final Range TEMPERATURE_CENTI_CELSIUS = new Range(1_000, 4_500, 0xFFFF, true);
    static final Range RESPIRATION_PER_MINUTE = new Range(1, 100, 0xFF, true);
    static final Range ACCURACY_METRES = new Range(0, 65_534, 0xFFFF, false);
    static final Range FIX_AGE_SECONDS = new Range(0, 65_534, 0xFFFF, false);
    static final Range PRESSES = new Range(1, 254, 0xFF, true);
    static final Range CONFIDENCE_PERCENT = new Range(0, 100, 0xFF, false);
    static final Range LEVEL_PERCENT = new Range(0, 100, 0xFF, false);
    static final Range ETA_MINUTES = new Range(0, 65_534, 0xFFFF, false);
    static final Range RETRY_AFTER_SECONDS = new Range(0, 65_534, 0xFFFF, false);

    boolean contains(int value) {
        return value >= least && value <= greatest;
    }

    boolean meansAbsent(int wire) {
        return wire == absent || (zeroIsAbsent && wire == 0);
    }

    int toWire(int value) {
        return value == Message.NOT_MEASURED ? absent : value;
    }

    /** For constructors: a value in range, or {@link Message#NOT_MEASURED}. */
    void require(String member, int value) {
        if (value != Message.NOT_MEASURED && !contains(value)) {
            throw new IllegalArgumentException(member + " " + value + " is not in " + least + ".." + greatest);
        }
    }

    static void requireWithin(String member, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(member + " " + value + " is not in " + least + ".." + greatest);
        }
    }
}
