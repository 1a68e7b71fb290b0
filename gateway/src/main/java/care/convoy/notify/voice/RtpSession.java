package care.convoy.notify.voice;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The audio of one call: what is played goes out in packets of 20 ms, silence in between, so that no box on the way thinks the call is
 * dead; of what comes in only digits count. Who calls {@link #send} and {@link #receive} is the RTP thread; all else may be called from
 * any thread.
 *
 * <p>Audio of strangers is ignored: the first source that fits is the only one from then on. Strictly, what fits is the host that
 * SDP named.
 */
final class RtpSession implements AutoCloseable {
    static final int PACKET_MILLIS = 20;
    static final int SAMPLES = Codec.SAMPLES_PER_SECOND * PACKET_MILLIS / 1_000;
    private static final int KEY_PACKETS = 8;
    private static final int KEY_ENDS = 3;
    private static final int KEY_PAUSE_PACKETS = 5;
    private static final int FIRST_KEY_PACKETS = 75;

    private final RtpCounters counters;

    private final DatagramChannel channel;
    private final boolean strict;
    private final Consumer<Character> heard;
    private final Digits digits = new Digits();
    private final ByteBuffer packet = ByteBuffer.allocate(RtpPacket.HEADER_BYTES + SAMPLES);
    private final long source = ThreadLocalRandom.current().nextLong(1L << 32);
    private int sequence = ThreadLocalRandom.current().nextInt(1 << 15);
    private long timestamp = ThreadLocalRandom.current().nextLong(1L << 31);
    private @Nullable Sdp remote;
    private @Nullable SocketAddress latched;
    private byte[] audio = {};
    private int played;
    private boolean talking;
    private @Nullable Runnable done;
    private String keys = "";
    private int keyAt;
    private int keyPacket;
    private long keyPressed;

    RtpSession(DatagramChannel channel, boolean strict, RtpCounters counters, Consumer<Character> heard) {
        this.channel = channel;
        this.strict = strict;
        this.counters = counters;
        this.heard = heard;
    }

    int port() {
        return channel.socket().getLocalPort();
    }

    /** Audio goes there from now on. */
    synchronized void connect(Sdp to) {
        if (remote != null && !remote.address().equals(to.address())) {
            latched = null;
        }
        remote = to;
    }

    /** Plays this instead of what is being played. @param whenDone called once, from the RTP thread, if it is played to its end */
    synchronized void play(Clip clip, Runnable whenDone) {
        Sdp to = remote;
        audio = to == null ? new byte[0] : clip.encoded(to.codec());
        played = 0;
        done = whenDone;
    }

    /** Nothing but silence from now on. */
    synchronized void hush() {
        audio = new byte[0];
        played = 0;
        done = null;
    }

    /**
     * Presses keys, one after the other, after {@value #FIRST_KEY_PACKETS} packets of silence; what is to be played waits for it. Without events at the other side they
     * are left out.
     */
    synchronized void press(String pressed) {
        keys = pressed;
        keyAt = 0;
        keyPacket = -FIRST_KEY_PACKETS;
    }

    /** Sends what is due in these 20 ms. */
    void send() {
        Runnable finished = null;
        synchronized (this) {
            Sdp to = remote;
            if (to == null) {
                return;
            }
            if (to.listens()) {
                if (keyAt < keys.length() && to.events() >= 0) {
                    sendKey(to);
                } else {
                    sendAudio(to);
                }
            }
            timestamp += SAMPLES;
            if (done != null && played >= audio.length) {
                finished = done;
                hush();
            }
        }
        if (finished != null) {
            finished.run();
        }
    }

    /** So many packets could not be sent in time: what was to be heard then comes later. */
    synchronized void skip(long packets) {
        timestamp += packets * SAMPLES;
    }

    private void sendAudio(Sdp to) {
        ByteBuffer payload = ByteBuffer.allocate(SAMPLES);
        int has = Math.min(SAMPLES, audio.length - played);
        payload.put(audio, played, has);
        while (payload.hasRemaining()) {
            payload.put(to.codec().silence());
        }
        boolean begins = has > 0 && !talking;
        talking = has > 0;
        played += has;
        send(to, new RtpPacket(begins, to.audio(), next(), timestamp, source, payload.flip()));
    }

    private void sendKey(Sdp to) {
        if (keyPacket == 0) {
            keyPressed = timestamp;
        }
        if (keyPacket < 0) {
            silence(to);
        } else if (keyPacket < KEY_PACKETS) {
            int samples = SAMPLES * Math.min(keyPacket + 1, KEY_PACKETS - KEY_ENDS + 1);
            ByteBuffer event = Digits.event(keys.charAt(keyAt), keyPacket >= KEY_PACKETS - KEY_ENDS, samples);
            send(to, new RtpPacket(keyPacket == 0, to.events(), next(), keyPressed, source, event));
        }
        keyPacket++;
        if (keyPacket == KEY_PACKETS + KEY_PAUSE_PACKETS) {
            keyPacket = 0;
            keyAt++;
        }
    }

    private void silence(Sdp to) {
        ByteBuffer payload = ByteBuffer.allocate(SAMPLES);
        while (payload.hasRemaining()) {
            payload.put(to.codec().silence());
        }
        send(to, new RtpPacket(false, to.audio(), next(), timestamp, source, payload.flip()));
    }

    private int next() {
        sequence = (sequence + 1) & 0xFFFF;
        return sequence;
    }

    private void send(Sdp to, RtpPacket what) {
        packet.clear();
        what.write(packet);
        packet.flip();
        try {
            channel.send(packet, latched == null ? to.address() : latched);
            counters.sent.increment();
        } catch (IOException | RuntimeException unreachable) {
            counters.unsent.increment();
        }
    }

    /** Reads what came in, a hundred datagrams at most. */
    void receive(ByteBuffer into) throws IOException {
        for (int count = 0; count < 100; count++) {
            into.clear();
            SocketAddress from = channel.receive(into);
            if (from == null) {
                return;
            }
            into.flip();
            char key = take(into, from);
            if (key != Digits.NONE) {
                heard.accept(key);
            }
        }
    }

    private synchronized char take(ByteBuffer datagram, SocketAddress from) {
        Sdp to = remote;
        if (to == null || !fits(from, to)) {
            counters.strange.increment();
            return Digits.NONE;
        }
        RtpPacket got = RtpPacket.read(datagram);
        if (got == null) {
            counters.strange.increment();
            return Digits.NONE;
        }
        latched = from;
        counters.received.increment();
        // by RFC 3264 what comes to us has the number that we gave it; many send it under the one that they gave
        boolean tellsKey = got.payloadType() == Sdp.OUR_EVENTS || got.payloadType() == to.events();
        return tellsKey ? digits.read(got) : Digits.NONE;
    }

    private boolean fits(SocketAddress from, Sdp to) {
        if (latched != null) {
            return latched.equals(from);
        }
        return !strict
                || (from instanceof InetSocketAddress host
                        && host.getAddress().equals(to.address().getAddress()));
    }

    DatagramChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        synchronized (this) {
            remote = null;
            done = null;
        }
        try {
            channel.close();
        } catch (IOException gone) {
            // nothing more can be done for it
        }
    }
}
