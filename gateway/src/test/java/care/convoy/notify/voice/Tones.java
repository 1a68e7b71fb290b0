package care.convoy.notify.voice;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Audio that tests can tell apart. */
final class Tones {
    static final int LOUD = 10_000;

    private Tones() {}

    static short[] tone(int hertz, int millis, int rate) {
        short[] samples = new short[millis * rate / 1_000];
        for (int at = 0; at < samples.length; at++) {
            samples[at] = (short) Math.round(LOUD * Math.sin(2 * Math.PI * hertz * at / rate));
        }
        return samples;
    }

    /** A WAVE file of one channel, 16 bits linear. */
    static byte[] wav(short[] samples, int rate) {
        ByteBuffer file = header(1, rate, 16, 2 * samples.length);
        for (short each : samples) {
            file.putShort(each);
        }
        return file.array();
    }

    static ByteBuffer header(int format, int rate, int bits, int dataBytes) {
        return ByteBuffer.allocate(44 + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + dataBytes)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) format)
                .putShort((short) 1)
                .putInt(rate)
                .putInt(rate * bits / 8)
                .putShort((short) (bits / 8))
                .putShort((short) bits)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(dataBytes);
    }

    /** Root of the mean square. */
    static double loudness(List<Short> samples) {
        return Math.sqrt(samples.stream()
                .mapToDouble(each -> (double) each * each)
                .average()
                .orElse(0));
    }

    /** How much of a tone is in it, as its amplitude. */
    static double amount(Clip clip, int hertz) {
        double sin = 0;
        double cos = 0;
        for (int at = 0; at < clip.length(); at++) {
            sin += clip.sample(at) * Math.sin(2 * Math.PI * hertz * at / 8_000);
            cos += clip.sample(at) * Math.cos(2 * Math.PI * hertz * at / 8_000);
        }
        return 2 * Math.hypot(sin, cos) / clip.length();
    }
}
