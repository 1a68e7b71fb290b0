package care.convoy.ingest.tcp;

import care.convoy.firmware.Decoded;
import care.convoy.firmware.DeviceKey;
import care.convoy.firmware.DeviceLogin;
import care.convoy.firmware.FrameReader;
import care.convoy.firmware.FrameSink;
import care.convoy.firmware.FrameWriter;
import care.convoy.firmware.Header;
import care.convoy.firmware.LoginStep;
import care.convoy.firmware.Message;
import care.convoy.firmware.MessageDecoder;
import care.convoy.firmware.MessageEncoder;
import care.convoy.firmware.NativeMessage;
import care.convoy.firmware.Nonce;
import care.convoy.firmware.Reason;
import care.convoy.firmware.SealedChannel;
import care.convoy.firmware.SessionMessage;
import care.convoy.firmware.Wake;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The device's half: what it sends, and what it reads. */
final class Frames {
    static final byte[] KEY = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f".repeat(2));

    private static long nonces = 1;

    private Frames() {}

    static byte[] frame(Header header, Message message) {
        return new FrameWriter().frame(header, message);
    }

    static byte[] frame(byte[] message) {
        return new FrameWriter().frame(message);
    }

    static DeviceLogin login(String id, long epoch, long sequence) {
        return login(id, KEY, epoch, sequence);
    }

    static DeviceLogin login(String id, byte[] key, long epoch, long sequence) {
        return login(id, key, epoch, sequence, 0);
    }

    static DeviceLogin login(String id, byte[] key, long epoch, long sequence, int features) {
        var hello = new SessionMessage.Hello(1, 1, features, Wake.POWER_ON, new Nonce(0, nonces++), id, null);
        return new DeviceLogin(DeviceKey.of(key), Header.of(epoch, sequence, 1_799_999_999_000L), hello);
    }

    static byte[] hello(DeviceLogin login) {
        return frame(login.helloMessage());
    }

    /** The frame with the proof that answers the challenge. */
    static byte[] proof(DeviceLogin login, Message challenge, Header header) {
        byte[] message = MessageEncoder.encode(header, challenge);
        return frame(((LoginStep.Send) login.proof(message, 1_799_999_999_000L)).message());
    }

    /** Every message in bytes that were sent down; anything that is no frame fails. */
    static List<NativeMessage> read(byte[] bytes) {
        List<NativeMessage> messages = new ArrayList<>();
        FrameReader reader = new FrameReader();
        reader.feed(
                ByteBuffer.wrap(bytes), FrameSink.decoding((Decoded decoded) -> messages.add((NativeMessage) decoded)));
        return messages;
    }

    /** The same in a sealed session (if not null); what does not open fails. */
    static List<NativeMessage> read(byte[] bytes, @Nullable SealedChannel sealed) {
        if (sealed == null) {
            return read(bytes);
        }
        List<NativeMessage> messages = new ArrayList<>();
        new FrameReader().feed(ByteBuffer.wrap(bytes), new FrameSink() {
            @Override
            public void message(ByteBuffer buffer, int offset, int length) {
                messages.add((NativeMessage) MessageDecoder.decode(
                        Objects.requireNonNull(sealed.open(buffer, offset, length), "does not open")));
            }

            @Override
            public void broken(Reason reason) {
                throw new AssertionError(reason);
            }
        });
        return messages;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
