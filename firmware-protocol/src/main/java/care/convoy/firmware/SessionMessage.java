package care.convoy.firmware;

import org.jspecify.annotations.Nullable;

/** Login and the end of a session on a stream (PROTOCOL.md §7, §8). Never in an MQTT or CoAP payload. */
public sealed interface SessionMessage extends Message {

    /**
     * The device says who it is.
     *
     * @param lowestVersion of this protocol that it speaks, 1..255
     * @param highestVersion of this protocol that it speaks, 1..255
     * @param features bit set of what it offers, 16 bits; {@link #FEATURE_SEALED}
     * @param wake why it connects
     * @param clientNonce 16 random bytes, new for each connection
     * @param deviceId 1..64 printable ASCII characters
     * @param firmware version of the device's software, up to 32 printable ASCII characters, if it says
     */
    record Hello(
            int lowestVersion,
            int highestVersion,
            int features,
            Wake wake,
            Nonce clientNonce,
            String deviceId,
            @Nullable String firmware)
            implements SessionMessage {
        /** Feature bit: sealed frames (PROTOCOL.md §12). */
        public static final int FEATURE_SEALED = 0x0001;

        public Hello {
            Range.requireWithin("lowestVersion", lowestVersion, 1, 0xFF);
            Range.requireWithin("highestVersion", highestVersion, lowestVersion, 0xFF);
            Range.requireWithin("features", features, 0, 0xFFFF);
            Text.requirePrintable("deviceId", deviceId, Text.MAX_DEVICE_ID);
            if (firmware != null) {
                Text.requirePrintable("firmware", firmware, Text.MAX_FIRMWARE);
            }
        }

        @Override
        public MessageType type() {
            return MessageType.HELLO;
        }
    }

    /**
     * The gateway asks for the proof.
     *
     * @param version chosen version, 1..255
     * @param features chosen out of those offered, 16 bits
     * @param adoptEpoch the device must take {@code nextEpoch} as its epoch
     * @param nextEpoch an epoch never used by this device, 1..2^32-1
     * @param serverNonce 16 random bytes, new for each connection
     */
    record Challenge(int version, int features, boolean adoptEpoch, long nextEpoch, Nonce serverNonce)
            implements SessionMessage {
        public Challenge {
            Range.requireWithin("version", version, 1, 0xFF);
            Range.requireWithin("features", features, 0, 0xFFFF);
            Range.requireWithin("nextEpoch", nextEpoch, 1, Header.MAX_U32);
        }

        @Override
        public MessageType type() {
            return MessageType.CHALLENGE;
        }
    }

    /** The device shows that it has the key. The header's epoch is the session's from here on. */
    record Proof(Mac256 deviceProof) implements SessionMessage {
        @Override
        public MessageType type() {
            return MessageType.PROOF;
        }
    }

    /**
     * The gateway shows that it has the key, and sets the terms.
     *
     * @param heartbeatSeconds the device sends a heartbeat this often, 10..3,600
     * @param idleSeconds the gateway closes after this long without a frame, 10..65,535
     */
    record Welcome(Mac256 serverProof, Standing standing, int heartbeatSeconds, int idleSeconds)
            implements SessionMessage {
        public Welcome {
            Range.requireWithin("heartbeatSeconds", heartbeatSeconds, 10, 3_600);
            Range.requireWithin("idleSeconds", idleSeconds, 10, 0xFFFF);
        }

        @Override
        public MessageType type() {
            return MessageType.WELCOME;
        }
    }

    /**
     * The last frame of a connection, either way.
     *
     * @param retryAfterSeconds not earlier, 0..65,534; not measured: the device's own back-off. Never holds up an alarm
     */
    record Close(CloseReason reason, int retryAfterSeconds) implements SessionMessage {
        public Close {
            Range.RETRY_AFTER_SECONDS.require("retryAfterSeconds", retryAfterSeconds);
        }

        @Override
        public MessageType type() {
            return MessageType.CLOSE;
        }
    }
}
