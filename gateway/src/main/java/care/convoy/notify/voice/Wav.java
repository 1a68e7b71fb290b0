package care.convoy.notify.voice;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads RIFF/WAVE: one channel, linear of 16 bits or G.711, any rate from 8,000 to 48,000; makes 8,000 samples a second of it. */
final class Wav {
    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FORMAT = 0x20746D66;
    private static final int DATA = 0x61746164;
    private static final int LINEAR = 1;
    private static final int A_LAW = 6;
    private static final int U_LAW = 7;

    private Wav() {}

    /** @param bytes a whole file; the length that a header tells may be wrong, as it is from a pipe */
    static Clip read(byte[] bytes) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (file.remaining() < 12 || file.getInt() != RIFF || file.getInt(8) != WAVE) {
            throw new IOException("not a WAVE file");
        }
        file.position(12);
        int format = 0;
        int rate = 0;
        while (file.remaining() >= 8) {
            int chunk = file.getInt();
            long told = file.getInt() & 0xFFFFFFFFL;
            int length = (int) Math.min(told, file.remaining());
            if (chunk == FORMAT && length >= 16) {
                ByteBuffer fields = file.slice().order(ByteOrder.LITTLE_ENDIAN);
                format = fields.getShort() & 0xFFFF;
                int channels = fields.getShort();
                rate = fields.getInt();
                int bits = fields.getShort(14);
                check(format, channels, rate, bits);
            } else if (chunk == DATA && format != 0) {
                return Clip.of(Resampler.to8000(samples(file.slice().limit(length), format), rate));
            }
            file.position(Math.min(file.limit(), file.position() + length + (length & 1)));
        }
        throw new IOException("a WAVE file without audio");
    }

    private static void check(int format, int channels, int rate, int bits) throws IOException {
        boolean known = (format == LINEAR && bits == 16) || ((format == A_LAW || format == U_LAW) && bits == 8);
        if (!known || channels != 1 || rate < 8_000 || rate > 48_000) {
            throw new IOException("must be one channel of 16 bits linear or G.711, 8000 to 48000 samples a second; is "
                    + channels + " of " + bits + " bits, format " + format + ", " + rate + " samples a second");
        }
    }

    private static short[] samples(ByteBuffer data, int format) {
        ByteBuffer bytes = data.order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[format == LINEAR ? bytes.remaining() / 2 : bytes.remaining()];
        for (int at = 0; at < samples.length; at++) {
            samples[at] = switch (format) {
                case A_LAW -> G711.fromALaw(bytes.get());
                case U_LAW -> G711.fromULaw(bytes.get());
                default -> bytes.getShort();
            };
        }
        return samples;
    }
}
