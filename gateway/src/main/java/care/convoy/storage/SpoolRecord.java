package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A measurement on disk: {@code length(2) | CRC-32C(4) | payload}, big-endian. The payload is {@code version(1) at(8)
 * received(8) heartRate(2) spo2(2) systolic(2) diastolic(2) temperature(2) site(1) respiration(2) steps(4)}, then resident
 * and device, each {@code length(1)} and ASCII. Stateless.
 */
final class SpoolRecord {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 6;
    private static final int FIXED_BYTES = 1 + 8 + 8 + 2 + 2 + 2 + 2 + 2 + 1 + 2 + 4;

    private SpoolRecord() {}

    static ByteBuffer encode(List<Measurement> rows) {
        int size = 0;
        for (Measurement row : rows) {
            size += HEAD_BYTES + payloadBytes(row);
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        CRC32C crc = new CRC32C();
        for (Measurement row : rows) {
            int head = out.position();
            out.position(head + HEAD_BYTES);
            write(out, row);
            crc.reset();
            crc.update(out.duplicate().position(head + HEAD_BYTES).limit(out.position()));
            out.putShort(head, (short) (out.position() - head - HEAD_BYTES));
            out.putInt(head + 2, (int) crc.getValue());
        }
        return out.flip();
    }

    /** Reads until the end, or until a record that is torn or damaged: what follows it cannot be told apart. */
    static void decode(ByteBuffer in, List<Measurement> into) {
        CRC32C crc = new CRC32C();
        while (in.remaining() > HEAD_BYTES + FIXED_BYTES) {
            int length = Short.toUnsignedInt(in.getShort());
            int expected = in.getInt();
            if (length < FIXED_BYTES || length > in.remaining()) {
                return;
            }
            ByteBuffer payload = in.slice(in.position(), length);
            crc.reset();
            crc.update(payload.duplicate());
            if ((int) crc.getValue() != expected || payload.get() != VERSION) {
                return;
            }
            into.add(read(payload));
            in.position(in.position() + length);
        }
    }

    private static int payloadBytes(Measurement row) {
        return FIXED_BYTES
                + 2
                + row.resident().value().length()
                + row.device().value().length();
    }

    private static void write(ByteBuffer out, Measurement row) {
        Vitals vitals = row.vitals();
        out.put(VERSION)
                .putLong(row.atMillis())
                .putLong(row.receivedAtMillis())
                .putShort((short) vitals.heartRateBpm())
                .putShort((short) vitals.spo2Percent())
                .putShort((short) vitals.systolicMmHg())
                .putShort((short) vitals.diastolicMmHg())
                .putShort((short) vitals.temperatureCentiC())
                .put((byte) (vitals.temperatureSite() == TemperatureSite.CORE ? 1 : 0))
                .putShort((short) vitals.respirationPerMin())
                .putInt(vitals.steps());
        writeId(out, row.resident().value());
        writeId(out, row.device().value());
    }

    private static Measurement read(ByteBuffer in) {
        long at = in.getLong();
        long received = in.getLong();
        Vitals vitals = new Vitals(
                in.getShort(),
                in.getShort(),
                in.getShort(),
                in.getShort(),
                in.getShort(),
                in.get() == 1 ? TemperatureSite.CORE : TemperatureSite.SKIN,
                in.getShort(),
                in.getInt());
        ResidentId resident = new ResidentId(readId(in));
        return new Measurement(resident, new DeviceId(readId(in)), at, received, vitals);
    }

    private static void writeId(ByteBuffer out, String id) {
        out.put((byte) id.length()).put(id.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readId(ByteBuffer in) {
        byte[] id = new byte[in.get()];
        in.get(id);
        return new String(id, StandardCharsets.US_ASCII);
    }
}
