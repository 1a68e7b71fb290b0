package care.convoy.notify.voice;

import java.util.List;

/** Audio: 8,000 samples of 16 bits a second, one channel. Immutable. */
final class Clip {
    static final Clip NOTHING = new Clip(new short[0]);
    private final short[] samples;

    private Clip(short[] samples) {
        this.samples = samples;
    }

    /** @param samples are copied */
    static Clip of(short[] samples) {
        return new Clip(samples.clone());
    }

    static Clip silence(int millis) {
        return new Clip(new short[millis * Codec.SAMPLES_PER_SECOND / 1_000]);
    }

    /** One after the other. */
    static Clip join(List<Clip> clips) {
        short[] all = new short[clips.stream().mapToInt(Clip::length).sum()];
        int at = 0;
        for (Clip each : clips) {
            System.arraycopy(each.samples, 0, all, at, each.samples.length);
            at += each.samples.length;
        }
        return new Clip(all);
    }

    /** How many samples. */
    int length() {
        return samples.length;
    }

    short sample(int at) {
        return samples[at];
    }

    int millis() {
        return (int) (1_000L * samples.length / Codec.SAMPLES_PER_SECOND);
    }

    /** As it is sent. */
    byte[] encoded(Codec codec) {
        byte[] bytes = new byte[samples.length];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = codec.encode(samples[at]);
        }
        return bytes;
    }
}
