package care.convoy.firmware;

/** One setting of a device in {@code configure} (PROTOCOL.md §6.6). Immutable. */
public sealed interface Setting {

    /** The tag byte on the wire. */
    int tag();

    /** Taken only on TLS or a sealed session: it decides whom the device calls for help. */
    default boolean needsProtection() {
        return tag() >= 0x10;
    }

    /** How often the device sends a heartbeat, 10..3,600 s. */
    record HeartbeatEvery(int seconds) implements Setting {
        public HeartbeatEvery {
            Range.requireWithin("seconds", seconds, 10, 3_600);
        }

        @Override
        public int tag() {
            return 0x01;
        }
    }

    /** How often the device measures vitals, 0 (off)..65,535 s. */
    record VitalsEvery(int seconds) implements Setting {
        public VitalsEvery {
            Range.requireWithin("seconds", seconds, 0, 0xFFFF);
        }

        @Override
        public int tag() {
            return 0x02;
        }
    }

    /** How often the device sends its location, 0 (off)..65,535 s. */
    record LocationEvery(int seconds) implements Setting {
        public LocationEvery {
            Range.requireWithin("seconds", seconds, 0, 0xFFFF);
        }

        @Override
        public int tag() {
            return 0x03;
        }
    }

    /** Whether the device watches for falls. */
    record FallDetection(boolean on) implements Setting {
        @Override
        public int tag() {
            return 0x04;
        }
    }

    /**
     * Where the device connects.
     *
     * @param slot 1 (first choice)..3
     * @param hostPort {@code host:port}, up to 96 printable ASCII characters; empty clears the slot (never slot 1)
     */
    record ServerAddress(int slot, String hostPort) implements Setting {
        public ServerAddress {
            Range.requireWithin("slot", slot, 1, 3);
            Text.requirePrintableOrEmpty("hostPort", hostPort, Text.MAX_HOST_PORT);
            Range.requireWithin("length of hostPort", hostPort.length(), slot == 1 ? 1 : 0, Text.MAX_HOST_PORT);
        }

        @Override
        public int tag() {
            return 0x10;
        }
    }

    /**
     * Whom the device calls or writes to by itself when no gateway answers.
     *
     * @param slot 1 (called first)..5
     * @param number as dialled, up to 20 printable ASCII characters; empty clears the slot
     */
    record EmergencyNumber(int slot, String number) implements Setting {
        public EmergencyNumber {
            Range.requireWithin("slot", slot, 1, 5);
            Text.requirePrintableOrEmpty("number", number, Text.MAX_NUMBER);
        }

        @Override
        public int tag() {
            return 0x11;
        }
    }
}
