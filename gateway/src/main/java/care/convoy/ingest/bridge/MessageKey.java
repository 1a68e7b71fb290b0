package care.convoy.ingest.bridge;

import care.convoy.alert.Command;
import care.convoy.ingest.Stamp;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which press a bridged message is. It is drawn from the message alone, so that one that the broker delivers again, after a
 * restart or to another gateway, is known as the same. Pure.
 *
 * <ol>
 *   <li>The mapping's key, if every value of it can be read: boot and sequence are hashes of the values.
 *   <li>Else {@code seq} (with {@code boot} or {@code time}) as a device of our own would write it.
 *   <li>Else a hash of the content, with the device's time if that can be right.
 *   <li>Else the hash alone: the intake then takes it for a repeat within 30 s and for a new press afterwards.
 * </ol>
 */
final class MessageKey {
    /** A message may have waited at the broker for long. */
    private static final long BACK_MILLIS = TimeUnit.DAYS.toMillis(30);

    private static final long AHEAD_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final byte[] NOTHING = {};

    private MessageKey() {}

    /** @param stamp as read from the members of the message */
    static Stamp of(
            List<JsonPointer> key,
            OurType type,
            Stamp stamp,
            JsonNode document,
            byte[] payload,
            long receivedAtMillis) {
        List<String> values = values(key, document);
        if (!values.isEmpty()) {
            return new Stamp(hash(type, values, NOTHING), sequence(values), stamp.timeMillis());
        }
        if (stamp.sequence() != Stamp.NONE) {
            return stamp;
        }
        long sequence = hash(type, List.of(), payload);
        return new Stamp(
                Stamp.NONE, sequence, canBeRight(stamp, receivedAtMillis) ? stamp.timeMillis() : Command.NO_TIME);
    }

    /** Empty unless every pointer leads to a value. */
    private static List<String> values(List<JsonPointer> key, JsonNode document) {
        List<String> values = new ArrayList<>(key.size());
        for (JsonPointer pointer : key) {
            String value = Scalars.text(document.at(pointer));
            if (value == null || value.isBlank()) {
                return List.of();
            }
            values.add(value);
        }
        return values;
    }

    private static boolean canBeRight(Stamp stamp, long nowMillis) {
        return stamp.timeMillis() != Command.NO_TIME
                && stamp.timeMillis() >= nowMillis - BACK_MILLIS
                && stamp.timeMillis() <= nowMillis + AHEAD_MILLIS;
    }

    /** The sequence of the key with these values, whatever its type, so that a cancel can name it. 0 to 2^32-1. */
    static long sequence(List<String> values) {
        return hash(null, values, NOTHING);
    }

    private static long hash(@Nullable OurType type, List<String> values, byte[] content) {
        MessageDigest digest = sha256();
        digest.update((type == null ? "" : type.wireName()).getBytes(StandardCharsets.UTF_8));
        for (String value : values) {
            byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
            digest.update(ByteBuffer.allocate(1 + Integer.BYTES)
                    .put((byte) 0)
                    .putInt(bytes.length)
                    .flip());
            digest.update(bytes);
        }
        digest.update(content);
        return Integer.toUnsignedLong(ByteBuffer.wrap(digest.digest()).getInt());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
