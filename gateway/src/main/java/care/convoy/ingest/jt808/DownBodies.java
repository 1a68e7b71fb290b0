package care.convoy.ingest.jt808;

import care.convoy.ingest.Downlink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Bodies of what goes down. Pure. */
final class DownBodies {
    /** Shown on the display and read aloud (JT/T 808 table of text flags, bits 2 and 3). */
    private static final int SHOW_AND_SPEAK = 0x0C;

    private static final int TALK = 0;

    /** The longest that fits a body whose length has ten bits. */
    private static final int MOST_TEXT = 1022;

    /** Names of parameters (JT/T 808 table of parameters). */
    private static final int HEARTBEAT_SECONDS = 0x0001;

    private static final int LOCATION_SECONDS = 0x0029;

    /** For never. */
    private static final int LONGEST_SECONDS = 65_535;

    private DownBodies() {}

    /** 0x8001. */
    static byte[] answer(int serial, int id, Result result) {
        return ByteBuffer.allocate(5)
                .putShort((short) serial)
                .putShort((short) id)
                .put((byte) result.code)
                .array();
    }

    /** 0x8100. @param result 0 taken, 3 known already, 4 no such terminal @param code told if it was taken */
    static byte[] registered(int serial, int result, String code) {
        byte[] text = result == 0 ? code.getBytes(StandardCharsets.US_ASCII) : new byte[0];
        return ByteBuffer.allocate(3 + text.length)
                .putShort((short) serial)
                .put((byte) result)
                .put(text)
                .array();
    }

    /** 0x8109, in UTC. */
    static byte[] time(long epochMillis) {
        ZonedDateTime now = Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC);
        int[] parts = {
            now.getYear() % 100,
            now.getMonthValue(),
            now.getDayOfMonth(),
            now.getHour(),
            now.getMinute(),
            now.getSecond()
        };
        byte[] body = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            body[i] = (byte) ((parts[i] / 10) << 4 | (parts[i] % 10));
        }
        return body;
    }

    /** 0x8203. @param bit of the alarm word that may be cleared */
    static byte[] confirm(int serial, int bit) {
        return ByteBuffer.allocate(6).putShort((short) serial).putInt(1 << bit).array();
    }

    /** 0x8103; empty if there is nothing that such a device can set. */
    static Optional<byte[]> intervals(Downlink.Configure configure) {
        Map<Integer, Integer> seconds = new LinkedHashMap<>();
        put(seconds, HEARTBEAT_SECONDS, configure.heartbeatSeconds());
        put(seconds, LOCATION_SECONDS, configure.locationSeconds());
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.allocate(1 + 9 * seconds.size()).put((byte) seconds.size());
        seconds.forEach((id, value) -> body.putInt(id).put((byte) Integer.BYTES).putInt(value));
        return Optional.of(body.array());
    }

    private static void put(Map<Integer, Integer> seconds, int id, int value) {
        if (value != Downlink.Configure.UNCHANGED) {
            seconds.put(id, value == 0 ? LONGEST_SECONDS : value);
        }
    }

    /** Whether GBK has all of it. */
    static boolean canSay(String text) {
        return Body.TEXT.newEncoder().canEncode(text);
    }

    /** 0x8400: a call that the wearer hears. The other kind, listening in, is not to be had here. @param number digits */
    static byte[] callBack(String number) {
        byte[] digits = number.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + digits.length)
                .put((byte) TALK)
                .put(digits)
                .array();
    }

    /** 0x8300. */
    static byte[] text(String text) {
        byte[] encoded = text.getBytes(Body.TEXT);
        int length = Math.min(encoded.length, MOST_TEXT);
        return ByteBuffer.allocate(1 + length)
                .put((byte) SHOW_AND_SPEAK)
                .put(encoded, 0, length)
                .array();
    }
}
