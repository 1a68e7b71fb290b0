package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** MQTT packets as bytes, written by hand so that wrong ones can be written too. */
final class Wire {
    private Wire() {}

    static byte[] hex(String hex) {
        return ByteBufUtil.decodeHexDump(hex.replace(" ", ""));
    }

    static byte[] connect3(String id, String password) {
        return connect(4, id, id, password, 60, "");
    }

    static byte[] connect5(String id, String password) {
        return connect(5, id, id, password, 60, "00");
    }

    /** @param properties hex with their length, empty for 3.1.1 */
    static byte[] connect(int version, String id, String user, String password, int keepAlive, String properties) {
        return packet(
                0x10,
                join(
                        text("MQTT"),
                        new byte[] {(byte) version, (byte) 0xC2, (byte) (keepAlive >> 8), (byte) keepAlive},
                        hex(properties),
                        text(id),
                        text(user),
                        text(password)));
    }

    /** 3.1.1 without a clean session. */
    static byte[] connectAgain3(String id, String password) {
        return packet(0x10, join(text("MQTT"), hex("04 c0 003c"), text(id), text(id), text(password)));
    }

    /**
     * Without user name and password.
     *
     * @param flags connect flags; 2 is a clean start
     * @param properties hex with their length
     * @param will hex: properties, topic and payload, where the flags say so
     */
    static byte[] connect(int version, String id, int flags, int keepAlive, String properties, String will) {
        byte[] head = {(byte) version, (byte) flags, (byte) (keepAlive >> 8), (byte) keepAlive};
        return packet(0x10, join(text("MQTT"), head, hex(properties), text(id), hex(will)));
    }

    static byte[] publish3(int qos, int id, String topic, String payload) {
        return publish(qos << 1, id, topic, "", payload);
    }

    static byte[] publish5(int qos, int id, String topic, String payload) {
        return publish(qos << 1, id, topic, "00", payload);
    }

    /** @param flags the low bits of the first byte: DUP 8, QoS 2 and 4, RETAIN 1 */
    static byte[] publish(int flags, int id, String topic, String properties, String payload) {
        byte[] number = (flags & 6) == 0 ? new byte[0] : new byte[] {(byte) (id >> 8), (byte) id};
        return packet(
                0x30 | flags, join(text(topic), number, hex(properties), payload.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param properties hex with their length, empty for 3.1.1 */
    static byte[] subscribe(int id, String properties, String filter, int options) {
        return packet(0x82, join(new byte[] {(byte) (id >> 8), (byte) id}, hex(properties), text(filter), new byte[] {
            (byte) options
        }));
    }

    /** The DISCONNECT of a device's server, as hex. @param code two hex digits */
    static String goodbye(String code) {
        byte[] words = text(Reasons.inWords(Integer.parseInt(code, 16)));
        byte[] reason = {(byte) Integer.parseInt(code, 16), (byte) (1 + words.length), 0x1F};
        return ByteBufUtil.hexDump(packet(0xE0, join(reason, words)));
    }

    /** The CONNACK by which a device's server refuses a client of 5.0, as hex. @param code two hex digits */
    static String refusal(String code) {
        byte[] words = text(Reasons.inWords(Integer.parseInt(code, 16)));
        byte[] reason = {0, (byte) Integer.parseInt(code, 16), (byte) (1 + words.length), 0x1F};
        return ByteBufUtil.hexDump(packet(0x20, join(reason, words)));
    }

    static byte[] pubrel(int id) {
        return packet(0x62, new byte[] {(byte) (id >> 8), (byte) id});
    }

    static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return join(new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length}, bytes);
    }

    static byte[] packet(int firstByte, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(firstByte);
        int rest = body.length;
        do {
            out.write(rest >= 0x80 ? (rest & 0x7F) | 0x80 : rest);
            rest >>>= 7;
        } while (rest > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
