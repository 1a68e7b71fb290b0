package care.convoy.ingest.jt808;

import java.util.HexFormat;

/**
 * What follows a position, item by item (JT/T 808 table 27, and what makers added). Of an item that is there twice the last
 * counts.
 *
 * @param mileageMetres {@link #NONE} if not there
 * @param signal as sent, of mobile networks mostly 0 to 31; {@link #NONE} if not there
 * @param satellites {@link #NONE} if not there
 * @param batteryPercent 0 to 100; {@link #NONE} if not there or out of range
 * @param simCard number of the SIM card; empty if not there
 * @param leftArea in an alarm of an area, whether it was left: 0 in, 1 out, {@link #NONE} if it does not say
 * @param callsForHelp whether a maker's own item says that the button was pressed
 * @param takenOff whether a maker's own item says that it was taken off
 */
record Items(
        long mileageMetres,
        int signal,
        int satellites,
        int batteryPercent,
        String simCard,
        int leftArea,
        boolean callsForHelp,
        boolean takenOff) {
    static final int NONE = -1;
    static final Items NOTHING = new Items(NONE, NONE, NONE, NONE, "", NONE, false, false);

    private static final int MILEAGE = 0x01;
    private static final int FUEL_OR_BATTERY = 0x06;
    private static final int AREA = 0x12;
    private static final int SIGNAL = 0x30;
    private static final int SATELLITES = 0x31;
    private static final int BATTERY_IN_TENTHS = 0x56;
    private static final int BATTERY_OF_LOCKS = 0xD4;
    private static final int BATTERY_WITH_STATE = 0xE4;
    private static final int EVENT = 0xE8;
    private static final int MAKERS_BLOCK = 0xEB;
    private static final int BATTERY_OF_WEARABLES = 0xFE;

    private static final int BLOCK_BATTERY = 0x00A8;
    private static final int BLOCK_SIM_CARD = 0x00B2;
    private static final int BLOCK_STATE = 0x0089;
    /** Bits of this word are 0 where something is wrong. */
    private static final int STATE_TAKEN_OFF = 12;

    private static final int EVENT_BYTES = 20;
    private static final int EVENT_BUTTON = 0x0C01;
    private static final int MOST_PERCENT = 100;
    private static final long TENTH_OF_KM = 100;

    static Items read(Body body) {
        Reading reading = new Reading();
        while (body.left() >= 2) {
            int id = body.u8();
            int length = body.u8();
            reading.take(id, length, body.part(length));
        }
        return reading.done();
    }

    /** What was read so far. */
    private static final class Reading {
        private long mileage = NONE;
        private int signal = NONE;
        private int satellites = NONE;
        private int battery = NONE;
        private String simCard = "";
        private int leftArea = NONE;
        private boolean calls;
        private boolean takenOff;

        void take(int id, int length, Body value) {
            if (value.left() < length) {
                return;
            }
            switch (id) {
                case MILEAGE -> mileage = length == 4 ? value.u32() * TENTH_OF_KM : mileage;
                case SIGNAL -> signal = length == 1 ? value.u8() : signal;
                case SATELLITES -> satellites = length == 1 ? value.u8() : satellites;
                case AREA -> area(length, value);
                case FUEL_OR_BATTERY, BATTERY_OF_LOCKS, BATTERY_OF_WEARABLES -> battery(length == 1, value, 1);
                case BATTERY_IN_TENTHS -> battery(length == 2, value, 10);
                case BATTERY_WITH_STATE -> {
                    value.u8();
                    battery(length == 2, value, 1);
                }
                case EVENT -> calls |= length == EVENT_BYTES && value.u16() == EVENT_BUTTON;
                case MAKERS_BLOCK -> block(value);
                default -> {
                    // of no use for a person
                }
            }
        }

        private void area(int length, Body value) {
            if (length == 6) {
                value.part(5);
                leftArea = value.u8();
            }
        }

        private void battery(boolean fits, Body value, int factor) {
            int percent = fits ? value.u8() * factor : NONE;
            if (percent >= 0 && percent <= MOST_PERCENT) {
                battery = percent;
            }
        }

        /** Items with lengths and names of two bytes; the length counts the name. */
        private void block(Body block) {
            while (block.left() >= 4) {
                int length = block.u16() - 2;
                int name = block.u16();
                if (length < 0 || length > block.left()) {
                    return;
                }
                Body value = block.part(length);
                switch (name) {
                    case BLOCK_BATTERY -> battery(length == 1, value, 1);
                    case BLOCK_SIM_CARD -> simCard = digits(value.rest());
                    case BLOCK_STATE -> takenOff |= length == 4 && (value.u32() >>> STATE_TAKEN_OFF & 1) == 0;
                    default -> {
                        // of no use for a person
                    }
                }
            }
        }

        private static String digits(byte[] bytes) {
            String all = HexFormat.of().formatHex(bytes);
            return all.endsWith("f") ? all.substring(0, all.length() - 1) : all;
        }

        Items done() {
            return new Items(mileage, signal, satellites, battery, simCard, leftArea, calls, takenOff);
        }
    }
}
