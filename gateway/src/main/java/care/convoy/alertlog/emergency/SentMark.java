package care.convoy.alertlog.emergency;

import care.convoy.alert.AlertId;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The log has every signal and note up to a record, so that they are not sent again after a crash: an alert that was closed
 * since would be opened a second time by its own press.
 *
 * @param logId which log; another one has them not
 * @param names how the log names alerts that were named otherwise here
 */
record SentMark(long upTo, long logId, Map<AlertId, AlertId> names) {
    private static final int HEAD_BYTES = 16;
    private static final int NAME_BYTES = 32;

    SentMark {
        names = Map.copyOf(names);
    }

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + names.size() * NAME_BYTES);
        bytes.putLong(upTo).putLong(logId);
        names.forEach((here, there) -> {
            put(bytes, here);
            put(bytes, there);
        });
        return bytes.array();
    }

    static SentMark decode(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        long upTo = bytes.getLong();
        long logId = bytes.getLong();
        Map<AlertId, AlertId> names = new LinkedHashMap<>();
        while (bytes.remaining() >= NAME_BYTES) {
            names.put(alert(bytes), alert(bytes));
        }
        return new SentMark(upTo, logId, names);
    }

    private static void put(ByteBuffer bytes, AlertId alert) {
        bytes.putLong(alert.value().getMostSignificantBits())
                .putLong(alert.value().getLeastSignificantBits());
    }

    private static AlertId alert(ByteBuffer bytes) {
        return new AlertId(new UUID(bytes.getLong(), bytes.getLong()));
    }
}
