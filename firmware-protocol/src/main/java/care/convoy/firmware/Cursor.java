package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message out of a buffer and remembers what was wrong instead of throwing: a read past the end gives 0, a value
 * out of range gives 'not measured', and the member is noted. The buffer's position and limit stay untouched.
 */
final class Cursor {

    private final ByteBuffer buffer;
    private int at;
    private final int end;
    private boolean shortBody;
    private @Nullable Member firstFault;
    private @Nullable EnumSet<Member> faults;

    Cursor(ByteBuffer buffer, int offset, int length) {
        this.buffer = buffer.order() == ByteOrder.BIG_ENDIAN ? buffer : buffer.duplicate();
        this.at = offset;
        this.end = offset + length;
    }

    int remaining() {
        return end - at;
    }

    /** Whether that many bytes are left; if not, the body counts as too short at this member and the rest is given up. */
    boolean has(int bytes, Member member) {
        if (remaining() >= bytes) {
            return true;
        }
        shortBody = true;
        at = end;
        fault(member);
        return false;
    }

    void fault(Member member) {
        if (firstFault == null) {
            firstFault = member;
        }
        if (faults == null) {
            faults = EnumSet.noneOf(Member.class);
        }
        faults.add(member);
    }

    boolean isShortBody() {
        return shortBody;
    }

    @Nullable
    Member firstFault() {
        return firstFault;
    }

    Set<Member> faults() {
        return faults == null ? Set.of() : faults;
    }

    int u8() {
        return buffer.get(at++) & 0xFF;
    }

    int u16() {
        int value = buffer.getShort(at) & 0xFFFF;
        at += 2;
        return value;
    }

    int u24() {
        return u8() << 16 | u16();
    }

    int i32() {
        int value = buffer.getInt(at);
        at += 4;
        return value;
    }

    long u32() {
        return i32() & 0xFFFF_FFFFL;
    }

    long u48() {
        return (long) u16() << 32 | u32();
    }

    long i64() {
        long value = buffer.getLong(at);
        at += 8;
        return value;
    }

    void skip(int bytes) {
        at += bytes;
    }

    byte[] bytes(int length) {
        byte[] copy = new byte[length];
        buffer.get(at, copy, 0, length);
        at += length;
        return copy;
    }

    /** A measured value of one to three bytes, or 'not measured'. */
    int measured(int bytes, Range range, Member member) {
        if (!has(bytes, member)) {
            return Message.NOT_MEASURED;
        }
        int wire = switch (bytes) {
            case 1 -> u8();
            case 2 -> u16();
            default -> u24();
        };
        if (range.meansAbsent(wire)) {
            return Message.NOT_MEASURED;
        }
        if (!range.contains(wire)) {
            fault(member);
            return Message.NOT_MEASURED;
        }
        return wire;
    }

    YesNo yesNo(Member member) {
        if (!has(1, member)) {
            return YesNo.NOT_KNOWN;
        }
        YesNo answer = YesNo.of(u8());
        if (answer == null) {
            fault(member);
            return YesNo.NOT_KNOWN;
        }
        return answer;
    }

    /** A number that must lie within bounds; the lower bound stands in for one that does not. */
    int bounded16(int least, int greatest, Member member) {
        if (!has(2, member)) {
            return least;
        }
        int value = u16();
        if (value < least || value > greatest) {
            fault(member);
            return least;
        }
        return value;
    }

    /** Text of that many bytes, which must be printable ASCII; null (and a fault) if it is not. */
    @Nullable
    String text(int length, Member member) {
        if (!has(length, member)) {
            return null;
        }
        for (int i = at; i < at + length; i++) {
            if (!Text.isPrintable(buffer.get(i))) {
                fault(member);
                return null;
            }
        }
        return new String(bytes(length), StandardCharsets.US_ASCII);
    }

    /** The 13 bytes of a position; null (and a fault) if there is no usable point in them. */
    @Nullable
    Position position() {
        if (!has(Position.BYTES, Member.LOCATION)) {
            return null;
        }
        int latitudeE7 = i32();
        int longitudeE7 = i32();
        int accuracyMetres = measured(2, Range.ACCURACY_METRES, Member.ACCURACY);
        PositionSource source = PositionSource.of(u8());
        int fixAgeSeconds = measured(2, Range.FIX_AGE_SECONDS, Member.FIX_AGE);
        if (Math.abs((long) latitudeE7) > Position.MAX_LATITUDE_E7
                || Math.abs((long) longitudeE7) > Position.MAX_LONGITUDE_E7) {
            fault(Member.LOCATION);
            return null;
        }
        if (source == null) {
            fault(Member.SOURCE);
            source = PositionSource.NOT_KNOWN;
        }
        return new Position(latitudeE7, longitudeE7, accuracyMetres, source, fixAgeSeconds);
    }
}
