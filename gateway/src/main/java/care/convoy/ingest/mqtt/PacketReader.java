package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBuf;

/**
 * Reads the fields of one packet without taking them. What is wrong first is kept as a reason code; after that every field
 * reads as nothing. Confined to a loop.
 */
final class PacketReader {
    private final ByteBuf bytes;
    private final boolean plainTexts;
    private final int end;
    private int at;
    private int fault = Reasons.SUCCESS;
    private int topicBytes;

    /** @param plainTexts whether texts may have no control characters */
    PacketReader(ByteBuf bytes, int from, int end, boolean plainTexts) {
        this.bytes = bytes;
        this.plainTexts = plainTexts;
        this.end = end;
        at = from;
    }

    /** Success, or what was wrong first. */
    int fault() {
        return fault;
    }

    boolean failed() {
        return fault != Reasons.SUCCESS;
    }

    /** Notes a fault unless the condition holds. */
    void require(boolean condition, int reason) {
        if (!condition && fault == Reasons.SUCCESS) {
            fault = reason;
            at = end;
        }
    }

    /** Bytes that were not read yet. */
    int left() {
        return end - at;
    }

    private boolean has(int count) {
        require(left() >= count, Reasons.MALFORMED_PACKET);
        return !failed();
    }

    int one() {
        return has(1) ? bytes.getUnsignedByte(at++) : 0;
    }

    int two() {
        if (!has(2)) {
            return 0;
        }
        at += 2;
        return bytes.getUnsignedShort(at - 2);
    }

    long four() {
        if (!has(4)) {
            return 0;
        }
        at += 4;
        return bytes.getUnsignedInt(at - 4);
    }

    /** A variable byte integer of at most four bytes and no more than it needs (MQTT 5.0 §1.5.5). */
    int variable() {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = one();
            value |= (digit & 0x7F) << (7 * i);
            if (digit < 0x80) {
                require(i == 0 || digit != 0, Reasons.MALFORMED_PACKET);
                return value;
            }
        }
        require(false, Reasons.MALFORMED_PACKET);
        return 0;
    }

    /** A packet id, which is never 0. @param otherwise what to close for */
    void packetId(int otherwise) {
        int id = two();
        require(id != 0, otherwise);
    }

    /** How many levels has the text just read? @param length its bytes */
    int levels(int length) {
        int levels = 1;
        for (int i = at - length; i < at; i++) {
            levels += bytes.getByte(i) == '/' ? 1 : 0;
        }
        return levels;
    }

    /** A text (MQTT 5.0 §1.5.4). @return its length in bytes */
    int text() {
        int length = two();
        if (has(length)) {
            require(Utf8.isValid(bytes, at, at + length) && !contains(length, (byte) 0), Reasons.MALFORMED_PACKET);
            // what is not well formed may end in the middle of a character
            require(failed() || !plainTexts || Utf8.isPlain(bytes, at, at + length), Reasons.MALFORMED_PACKET);
            at += failed() ? 0 : length;
        }
        return length;
    }

    /** The name of a topic, without wildcards (§4.7.1). @param mayBeEmpty where an alias stands for it */
    void topicName(boolean mayBeEmpty) {
        int start = at + 2;
        int length = text();
        if (!failed()) {
            at = start;
            require(!contains(length, (byte) '#') && !contains(length, (byte) '+'), Reasons.MALFORMED_PACKET);
            require(length > 0 || mayBeEmpty, Reasons.MALFORMED_PACKET);
            at = failed() ? end : start + length;
            topicBytes = length;
        }
    }

    /** The name of a topic to answer on. @return false if it has wildcards (MQTT 5.0 §3.3.2.3.5) */
    boolean responseTopic() {
        int start = at + 2;
        int length = text();
        if (failed() || length == 0) {
            return !failed() && length > 0;
        }
        at = start;
        boolean wild = contains(length, (byte) '#') || contains(length, (byte) '+');
        at = start + length;
        return !wild;
    }

    /** Of the last topic name. */
    int topicBytes() {
        return topicBytes;
    }

    void binary() {
        int length = two();
        if (has(length)) {
            at += length;
        }
    }

    private boolean contains(int length, byte searched) {
        return bytes.indexOf(at, at + length, searched) >= 0;
    }

    /** The next bytes as a reader of their own; this one goes on behind them. */
    PacketReader part(int length) {
        if (!has(length)) {
            return new PacketReader(bytes, end, end, plainTexts);
        }
        at += length;
        return new PacketReader(bytes, at - length, at, plainTexts);
    }

    boolean startsWith(byte[] expected) {
        if (left() < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes.getByte(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    void skip(int count) {
        if (has(count)) {
            at += count;
        }
    }
}
