package care.convoy.notify.voice;

import java.nio.ByteBuffer;

/**
 * Keys of a telephone as RTP events (RFC 4733 clause 2.3). A key is sent many times, the last packet three times; all of them carry the
 * timestamp at which it was pressed, by which it is counted once. Not thread-safe.
 */
final class Digits {
    /** In place of a digit: none. */
    static final char NONE = 0;

    static final int EVENT_BYTES = 4;
    private static final String KEYS = "0123456789*#ABCD";
    private static final int VOLUME = 10;
    private static final int END = 0x80;
    private boolean heard;
    private long source;
    private long pressedAt;

    /** The key, if the packet is the first that tells of it; else {@link #NONE}. */
    char read(RtpPacket packet) {
        ByteBuffer event = packet.payload();
        if (event.remaining() < EVENT_BYTES) {
            return NONE;
        }
        int code = event.get(event.position()) & 0xFF;
        if (code >= KEYS.length() || isKnown(packet)) {
            return NONE;
        }
        heard = true;
        source = packet.source();
        pressedAt = packet.timestamp();
        return KEYS.charAt(code);
    }

    /** Whether it is of the last key, or late and of one before it. */
    private boolean isKnown(RtpPacket packet) {
        return heard && packet.source() == source && (int) (packet.timestamp() - pressedAt) <= 0;
    }

    static boolean isKey(char key) {
        return KEYS.indexOf(key) >= 0;
    }

    /** The payload that tells of a key. @param samples for how long it has been pressed, at most 65,535 */
    static ByteBuffer event(char key, boolean end, int samples) {
        return ByteBuffer.allocate(EVENT_BYTES)
                .put((byte) KEYS.indexOf(key))
                .put((byte) (end ? END | VOLUME : VOLUME))
                .putShort((short) samples)
                .flip();
    }

    /**
     * The key that a SIP INFO tells of: {@code application/dtmf-relay} has a line {@code Signal=1}, {@code application/dtmf} the key
     * alone; {@link #NONE} if none.
     */
    static char ofInfo(String subtype, String body) {
        String said = body.strip();
        if (subtype.equalsIgnoreCase("dtmf-relay")) {
            for (String line : said.lines().limit(10).toList()) {
                String[] halves = line.split("=", 2);
                if (halves.length == 2 && halves[0].strip().equalsIgnoreCase("signal")) {
                    return key(halves[1].strip());
                }
            }
            return NONE;
        }
        return subtype.equalsIgnoreCase("dtmf") ? key(said) : NONE;
    }

    private static char key(String said) {
        return said.length() == 1 && isKey(said.charAt(0)) ? said.charAt(0) : NONE;
    }
}
