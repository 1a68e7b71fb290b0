package care.convoy.storage;

import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Position;
import care.convoy.device.ResidentId;
import care.convoy.device.Vitals;
import care.convoy.device.Vitals.TemperatureSite;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A row on disk: {@code length(2) | CRC-32C(4) | payload}, big-endian. A payload is {@code kind(1) at(8) received(8)}, the
 * kind's own part, then resident and device, each {@code length(1)} and ASCII. Kind 1, as former versions wrote it:
 * {@code heartRate(2) spo2(2) systolic(2) diastolic(2) temperature(2) site(1) respiration(2) steps(4)}; kind 2: the same and
 * {@code claimed(8) battery(1) flags(4)}; kind 3, a position: {@code latitude(8) longitude(8) accuracy(8) source(1) valid(1)
 * fixedAt(8)}. Stateless.
 */
final class SpoolRecord {
    private static final byte FORMER_MEASUREMENT = 1;
    private static final byte MEASUREMENT = 2;
    private static final byte FIX = 3;
    private static final int HEAD_BYTES = 6;
    private static final int COMMON_BYTES = 1 + 8 + 8;
    private static final int VITALS_BYTES = 2 + 2 + 2 + 2 + 2 + 1 + 2 + 4;
    private static final int MEASUREMENT_BYTES = COMMON_BYTES + VITALS_BYTES + 8 + 1 + 4;
    private static final int FIX_BYTES = COMMON_BYTES + 8 + 8 + 8 + 1 + 1 + 8;
    private static final int LEAST_BYTES = COMMON_BYTES + VITALS_BYTES;
    private static final List<Position.Source> SOURCES = List.of(
            Position.Source.UNKNOWN,
            Position.Source.GNSS,
            Position.Source.WIFI,
            Position.Source.CELL,
            Position.Source.BEACON);

    private SpoolRecord() {}

    static ByteBuffer encode(List<? extends SeriesRow> rows) {
        int size = 0;
        for (SeriesRow row : rows) {
            size += HEAD_BYTES + payloadBytes(row);
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        CRC32C crc = new CRC32C();
        for (SeriesRow row : rows) {
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
    static void decode(ByteBuffer in, List<SeriesRow> into) {
        CRC32C crc = new CRC32C();
        while (in.remaining() > HEAD_BYTES + LEAST_BYTES) {
            int length = Short.toUnsignedInt(in.getShort());
            int expected = in.getInt();
            if (length < LEAST_BYTES || length > in.remaining()) {
                return;
            }
            ByteBuffer payload = in.slice(in.position(), length);
            crc.reset();
            crc.update(payload.duplicate());
            if ((int) crc.getValue() != expected) {
                return;
            }
            byte kind = payload.get();
            if (kind < FORMER_MEASUREMENT || kind > FIX) {
                return;
            }
            into.add(kind == FIX ? readFix(payload) : readMeasurement(payload, kind));
            in.position(in.position() + length);
        }
    }

    /** The number that stands for a source, also in the database. */
    static short numberOf(Position.Source source) {
        return (short) SOURCES.indexOf(source);
    }

    /** The source that a number stands for. */
    static Position.Source sourceOf(int number) {
        return number < 0 || number >= SOURCES.size() ? Position.Source.UNKNOWN : SOURCES.get(number);
    }

    private static int payloadBytes(SeriesRow row) {
        int own = switch (row) {
            case Measurement _ -> MEASUREMENT_BYTES;
            case Fix _ -> FIX_BYTES;
        };
        return own + 2 + row.resident().value().length() + row.device().value().length();
    }

    private static void write(ByteBuffer out, SeriesRow row) {
        switch (row) {
            case Measurement measurement -> {
                writeCommon(out, MEASUREMENT, row);
                write(out, measurement.vitals());
                out.putLong(measurement.claimedMillis())
                        .put((byte) measurement.batteryPercent())
                        .putInt(measurement.flags());
            }
            case Fix fix -> {
                writeCommon(out, FIX, row);
                Position position = fix.position();
                out.putDouble(position.latitude())
                        .putDouble(position.longitude())
                        .putDouble(position.accuracyMetres())
                        .put((byte) numberOf(position.source()))
                        .put((byte) (position.valid() ? 1 : 0))
                        .putLong(position.atMillis());
            }
        }
        writeId(out, row.resident().value());
        writeId(out, row.device().value());
    }

    private static void writeCommon(ByteBuffer out, byte kind, SeriesRow row) {
        out.put(kind).putLong(row.atMillis()).putLong(row.receivedAtMillis());
    }

    private static void write(ByteBuffer out, Vitals vitals) {
        out.putShort((short) vitals.heartRateBpm())
                .putShort((short) vitals.spo2Percent())
                .putShort((short) vitals.systolicMmHg())
                .putShort((short) vitals.diastolicMmHg())
                .putShort((short) vitals.temperatureCentiC())
                .put((byte) (vitals.temperatureSite() == TemperatureSite.CORE ? 1 : 0))
                .putShort((short) vitals.respirationPerMin())
                .putInt(vitals.steps());
    }

    private static Measurement readMeasurement(ByteBuffer in, byte kind) {
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
        boolean former = kind == FORMER_MEASUREMENT;
        long claimed = former ? at : in.getLong();
        int battery = former ? DeviceMessage.ABSENT : in.get();
        int flags = former ? 0 : in.getInt();
        ResidentId resident = new ResidentId(readId(in));
        return new Measurement(resident, new DeviceId(readId(in)), at, received, claimed, vitals, battery, flags);
    }

    private static Fix readFix(ByteBuffer in) {
        long at = in.getLong();
        long received = in.getLong();
        Position position = new Position(
                in.getDouble(), in.getDouble(), in.getDouble(), sourceOf(in.get()), in.get() == 1, in.getLong());
        ResidentId resident = new ResidentId(readId(in));
        return new Fix(resident, new DeviceId(readId(in)), at, received, position);
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
