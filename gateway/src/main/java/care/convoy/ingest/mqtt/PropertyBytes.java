package care.convoy.ingest.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.BinaryProperty;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import java.nio.charset.StandardCharsets;

/** Reads single properties and writes those that are passed on (MQTT 5.0 §2.2.2). Pure. */
final class PropertyBytes {
    private PropertyBytes() {}

    /** An unsigned number. */
    static long number(MqttProperties properties, int id, long absent) {
        MqttProperty<?> property = properties.getProperty(id);
        return property instanceof IntegerProperty number ? Integer.toUnsignedLong(number.value()) : absent;
    }

    /** What a server passes on unaltered (§3.3.2.3): format, content type, response topic, correlation data, user properties. */
    static byte[] passedOn(MqttProperties properties) {
        if (properties.isEmpty()) {
            return Message.NO_BYTES;
        }
        ByteBuf out = Unpooled.buffer(64);
        for (int id : new int[] {
            MqttProperties.PAYLOAD_FORMAT_INDICATOR,
            MqttProperties.CONTENT_TYPE,
            MqttProperties.RESPONSE_TOPIC,
            MqttProperties.CORRELATION_DATA,
            MqttProperties.USER_PROPERTY
        }) {
            MqttProperty<?> property = properties.getProperty(id);
            if (property != null) {
                write(property, out);
            }
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static void write(MqttProperty<?> property, ByteBuf out) {
        switch (property) {
            case UserProperties pairs -> {
                for (StringPair pair : pairs.value()) {
                    out.writeByte(MqttProperties.USER_PROPERTY);
                    text(pair.key, out);
                    text(pair.value, out);
                }
            }
            case IntegerProperty flag -> out.writeByte(flag.propertyId()).writeByte(flag.value());
            case StringProperty string -> {
                out.writeByte(string.propertyId());
                text(string.value(), out);
            }
            case BinaryProperty data ->
                out.writeByte(data.propertyId()).writeShort(data.value().length).writeBytes(data.value());
            default -> throw new IllegalArgumentException("property " + property.propertyId() + " is not passed on");
        }
    }

    /** A string with its length (§1.5.4). */
    static void text(String text, ByteBuf out) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }

    /** A variable byte integer in as few bytes as it needs (§1.5.5). */
    static void variable(int number, ByteBuf out) {
        int rest = number;
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** How many bytes {@link #variable} takes. */
    static int variableBytes(int number) {
        return number < 0x80 ? 1 : number < 0x4000 ? 2 : number < 0x20_0000 ? 3 : 4;
    }
}
