package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of {@code configure}: command id, then settings as tag, length, value (PROTOCOL.md §6.6). */
final class SettingCodec {

    private SettingCodec() {}

    /** Unknown settings are skipped; a known one that is odd spoils the command, so that nothing is half done. */
    static Downward.@Nullable Configure configure(Cursor cursor) {
        if (!cursor.has(4, Member.COMMAND)) {
            return null;
        }
        long commandId = cursor.u32();
        List<Setting> settings = new ArrayList<>();
        while (cursor.remaining() > 0) {
            if (!cursor.has(2, Member.SETTING)) {
                return null;
            }
            int tag = cursor.u8();
            int length = cursor.u8();
            if (!cursor.has(length, Member.SETTING)) {
                return null;
            }
            int rest = cursor.remaining() - length;
            Setting setting = setting(tag, length, cursor);
            if (setting != null) {
                settings.add(setting);
            }
            cursor.skip(cursor.remaining() - rest);
        }
        return cursor.firstFault() == null ? new Downward.Configure(commandId, settings) : null;
    }

    private static @Nullable Setting setting(int tag, int length, Cursor cursor) {
        return switch (tag) {
            case 0x01 -> length == 2 ? new Setting.HeartbeatEvery(seconds(10, 3_600, cursor)) : odd(cursor);
            case 0x02 -> length == 2 ? new Setting.VitalsEvery(seconds(0, 0xFFFF, cursor)) : odd(cursor);
            case 0x03 -> length == 2 ? new Setting.LocationEvery(seconds(0, 0xFFFF, cursor)) : odd(cursor);
            case 0x04 -> fallDetection(length, cursor);
            case 0x10 -> serverAddress(length, cursor);
            case 0x11 -> emergencyNumber(length, cursor);
            default -> null;
        };
    }

    private static int seconds(int least, int greatest, Cursor cursor) {
        return cursor.bounded16(least, greatest, Member.SETTING);
    }

    private static @Nullable Setting odd(Cursor cursor) {
        cursor.fault(Member.SETTING);
        return null;
    }

    private static @Nullable Setting fallDetection(int length, Cursor cursor) {
        int value = length == 1 ? cursor.u8() : -1;
        return value == 0 || value == 1 ? new Setting.FallDetection(value == 1) : odd(cursor);
    }

    private static @Nullable Setting serverAddress(int length, Cursor cursor) {
        int slot = length >= 1 ? cursor.u8() : 0;
        boolean whole = slot >= 1 && slot <= 3 && length - 1 <= Text.MAX_HOST_PORT && (slot > 1 || length > 1);
        String hostPort = whole ? cursor.text(length - 1, Member.SETTING) : null;
        return hostPort == null ? odd(cursor) : new Setting.ServerAddress(slot, hostPort);
    }

    private static @Nullable Setting emergencyNumber(int length, Cursor cursor) {
        int slot = length >= 1 ? cursor.u8() : 0;
        boolean whole = slot >= 1 && slot <= 5 && length - 1 <= Text.MAX_NUMBER;
        String number = whole ? cursor.text(length - 1, Member.SETTING) : null;
        return number == null ? odd(cursor) : new Setting.EmergencyNumber(slot, number);
    }

    static void write(Downward.Configure configure, ByteBuffer out) {
        out.putInt((int) configure.commandId());
        for (Setting setting : configure.settings()) {
            out.put((byte) setting.tag());
            switch (setting) {
                case Setting.HeartbeatEvery s -> out.put((byte) 2).putShort((short) s.seconds());
                case Setting.VitalsEvery s -> out.put((byte) 2).putShort((short) s.seconds());
                case Setting.LocationEvery s -> out.put((byte) 2).putShort((short) s.seconds());
                case Setting.FallDetection s -> out.put((byte) 1).put((byte) (s.on() ? 1 : 0));
                case Setting.ServerAddress s -> putSlotText(s.slot(), s.hostPort(), out);
                case Setting.EmergencyNumber s -> putSlotText(s.slot(), s.number(), out);
            }
        }
    }

    private static void putSlotText(int slot, String text, ByteBuffer out) {
        out.put((byte) (text.length() + 1)).put((byte) slot).put(text.getBytes(StandardCharsets.US_ASCII));
    }
}
