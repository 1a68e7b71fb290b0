package care.convoy.firmware;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bodies of login and close (PROTOCOL.md §7). */
final class SessionBody {

    /** Flag bit of {@code challenge}: the device must adopt the epoch offered. */
    private static final int ADOPT_EPOCH = 0x01;

    private SessionBody() {}

    /** Null, with a fault in the cursor, when no message can be made of the body. */
    static @Nullable SessionMessage read(MessageType type, Cursor cursor) {
        return switch (type) {
            case HELLO -> hello(cursor);
            case CHALLENGE -> challenge(cursor);
            case PROOF -> proof(cursor);
            case WELCOME -> welcome(cursor);
            case CLOSE -> close(cursor);
            default -> throw new IllegalStateException("not a session message: " + type);
        };
    }

    private static @Nullable SessionMessage hello(Cursor cursor) {
        if (!cursor.has(22, Member.LOGIN)) {
            return null;
        }
        int lowestVersion = cursor.u8();
        int highestVersion = cursor.u8();
        int features = cursor.u16();
        Wake wake = Wake.of(cursor.u8());
        Nonce clientNonce = nonce(cursor);
        int length = cursor.u8();
        boolean named = length >= 1 && length <= Text.MAX_DEVICE_ID;
        String deviceId = named ? cursor.text(length, Member.LOGIN) : null;
        if (deviceId == null || lowestVersion == 0 || highestVersion < lowestVersion) {
            cursor.fault(Member.LOGIN);
            return null;
        }
        // a later firmware may know more reasons to connect; none of them may keep it out
        Wake why = wake == null ? Wake.RECONNECT : wake;
        String firmware = Extensions.firmware(cursor);
        return new SessionMessage.Hello(lowestVersion, highestVersion, features, why, clientNonce, deviceId, firmware);
    }

    private static @Nullable SessionMessage challenge(Cursor cursor) {
        if (!cursor.has(24, Member.LOGIN)) {
            return null;
        }
        int version = cursor.u8();
        int features = cursor.u16();
        boolean adoptEpoch = (cursor.u8() & ADOPT_EPOCH) != 0;
        long nextEpoch = cursor.u32();
        Nonce serverNonce = nonce(cursor);
        Extensions.skip(cursor);
        if (version == 0 || nextEpoch == 0) {
            cursor.fault(Member.LOGIN);
            return null;
        }
        return new SessionMessage.Challenge(version, features, adoptEpoch, nextEpoch, serverNonce);
    }

    private static @Nullable SessionMessage proof(Cursor cursor) {
        if (!cursor.has(Mac256.BYTES, Member.LOGIN)) {
            return null;
        }
        Mac256 deviceProof = new Mac256(cursor.bytes(Mac256.BYTES));
        Extensions.skip(cursor);
        return new SessionMessage.Proof(deviceProof);
    }

    private static @Nullable SessionMessage welcome(Cursor cursor) {
        if (!cursor.has(Mac256.BYTES + 5, Member.LOGIN)) {
            return null;
        }
        Mac256 serverProof = new Mac256(cursor.bytes(Mac256.BYTES));
        Standing standing = Standing.of(cursor.u8());
        int heartbeatSeconds = cursor.bounded16(10, 3_600, Member.LOGIN);
        int idleSeconds = cursor.bounded16(10, 0xFFFF, Member.LOGIN);
        Extensions.skip(cursor);
        if (standing == null) {
            cursor.fault(Member.LOGIN);
            return null;
        }
        return new SessionMessage.Welcome(serverProof, standing, heartbeatSeconds, idleSeconds);
    }

    private static @Nullable SessionMessage close(Cursor cursor) {
        if (!cursor.has(3, Member.LOGIN)) {
            return null;
        }
        CloseReason reason = CloseReason.of(cursor.u8());
        int retryAfterSeconds = cursor.measured(2, Range.RETRY_AFTER_SECONDS, Member.LOGIN);
        Extensions.skip(cursor);
        // a reason of a later version still ends the connection
        return new SessionMessage.Close(reason == null ? CloseReason.NORMAL : reason, retryAfterSeconds);
    }

    private static Nonce nonce(Cursor cursor) {
        return new Nonce(cursor.i64(), cursor.i64());
    }

    static void write(SessionMessage message, ByteBuffer out) {
        switch (message) {
            case SessionMessage.Hello m -> writeHello(m, out);
            case SessionMessage.Challenge m -> {
                out.put((byte) m.version()).putShort((short) m.features());
                out.put((byte) (m.adoptEpoch() ? ADOPT_EPOCH : 0)).putInt((int) m.nextEpoch());
                putNonce(m.serverNonce(), out);
            }
            case SessionMessage.Proof m -> out.put(m.deviceProof().bytes());
            case SessionMessage.Welcome m -> {
                out.put(m.serverProof().bytes());
                writeTerms(m, out);
            }
            case SessionMessage.Close m -> {
                out.put((byte) m.reason().code());
                out.putShort((short) Range.RETRY_AFTER_SECONDS.toWire(m.retryAfterSeconds()));
            }
        }
    }

    private static void writeHello(SessionMessage.Hello m, ByteBuffer out) {
        out.put((byte) m.lowestVersion()).put((byte) m.highestVersion());
        out.putShort((short) m.features()).put((byte) m.wake().code());
        putNonce(m.clientNonce(), out);
        out.put((byte) m.deviceId().length());
        out.put(m.deviceId().getBytes(StandardCharsets.US_ASCII));
        Extensions.writeFirmware(m.firmware(), out);
    }

    private static void writeTerms(SessionMessage.Welcome m, ByteBuffer out) {
        out.put((byte) m.standing().code());
        out.putShort((short) m.heartbeatSeconds()).putShort((short) m.idleSeconds());
    }

    private static void putNonce(Nonce nonce, ByteBuffer out) {
        out.putLong(nonce.high()).putLong(nonce.low());
    }
}
