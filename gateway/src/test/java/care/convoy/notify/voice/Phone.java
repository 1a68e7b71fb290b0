package care.convoy.notify.voice;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A telephone that does exactly what a test says, also what no telephone should: SIP by hand over UDP, with a socket for audio. */
final class Phone implements AutoCloseable {
    static final int EVENTS = 101;
    private static final int WAIT_MILLIS = 20_000;
    private final DatagramSocket sip;
    private final DatagramSocket rtp;
    private @Nullable SocketAddress gateway;
    private int sequence = 100;
    private long timestamp = 5_000;
    String invite = "";

    Phone() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        sip = new DatagramSocket(0, here);
        rtp = new DatagramSocket(0, here);
        sip.setSoTimeout(WAIT_MILLIS);
        rtp.setSoTimeout(WAIT_MILLIS);
    }

    int port() {
        return sip.getLocalPort();
    }

    /** The next message; fails if none comes. */
    String next() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[8_192], 8_192);
        sip.receive(packet);
        gateway = packet.getSocketAddress();
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** The next message of that method or with that status, whatever else comes before it. */
    String next(String beginning) throws IOException {
        for (int count = 0; count < 200; count++) {
            String message = next();
            if (message.startsWith(beginning)) {
                if (beginning.equals("INVITE")) {
                    invite = message;
                }
                return message;
            }
        }
        throw new IOException("no " + beginning);
    }

    /** Whether nothing of that beginning comes in that time. */
    boolean isQuiet(String beginning, int millis) throws IOException {
        sip.setSoTimeout(millis);
        try {
            next(beginning);
            return false;
        } catch (SocketTimeoutException quiet) {
            return true;
        } finally {
            sip.setSoTimeout(WAIT_MILLIS);
        }
    }

    /** The next message that contains this; "" if none comes before there is silence for so long. */
    String lookFor(String words, int millis) throws IOException {
        sip.setSoTimeout(millis);
        try {
            String message = next();
            while (!message.contains(words)) {
                message = next();
            }
            return message;
        } catch (SocketTimeoutException quiet) {
            return "";
        } finally {
            sip.setSoTimeout(WAIT_MILLIS);
        }
    }

    void send(String message) throws IOException {
        bytes(message.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] bytes) throws IOException {
        if (gateway == null) {
            throw new IOException("nobody has called");
        }
        sip.send(new DatagramPacket(bytes, bytes.length, gateway));
    }

    void reply(String request, String status) throws IOException {
        reply(request, status, "");
    }

    void reply(String request, String status, String sdp) throws IOException {
        reply(request, status, "", sdp);
    }

    /** @param headers whole lines */
    void replyWith(String request, String status, String headers) throws IOException {
        reply(request, status, headers, "");
    }

    private void reply(String request, String status, String headers, String sdp) throws IOException {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String line : request.lines().toList()) {
            if (line.matches("(?i)(Via|From|Call-ID|CSeq|Record-Route):.*")) {
                response.append(line).append("\r\n");
            } else if (line.matches("(?i)To:.*")) {
                boolean bare = line.contains("tag=") || status.startsWith("100");
                response.append(line).append(bare ? "" : ";tag=phone").append("\r\n");
            }
        }
        response.append("Contact: <sip:phone@127.0.0.1:").append(port()).append(">\r\n");
        send(response + headers + body(sdp));
    }

    private static String body(String sdp) {
        return (sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n") + "Content-Length: "
                + sdp.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + sdp;
    }

    /** A request within the call that began with {@link #invite}. */
    void request(String method, int number, String type, String body) throws IOException {
        String uri = find(invite, "Contact: <([^>]+)>");
        send(method + " " + uri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + port() + ";branch=z9hG4bK" + method + number + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: " + find(invite, "To: ([^\r]+)") + ";tag=phone\r\n"
                + "To: " + find(invite, "From: ([^\r]+)") + "\r\n"
                + "Call-ID: " + find(invite, "Call-ID: ([^\r]+)") + "\r\n"
                + "CSeq: " + number + " " + method + "\r\n"
                + "Contact: <sip:phone@127.0.0.1:" + port() + ">\r\n"
                + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    static String find(String message, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(message);
        if (!found.find()) {
            throw new IllegalStateException("no " + pattern + " in\n" + message);
        }
        return found.group(1);
    }

    /** What it says of its audio. */
    String sdp() {
        return sdp("8 101", rtp.getLocalPort());
    }

    static String sdp(String formats, int port) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio " + port + " RTP/AVP "
                + formats + "\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n";
    }

    /** Takes a call until its ACK. */
    void answer() throws IOException {
        String call = next("INVITE");
        forgetAudio();
        reply(call, "180 Ringing");
        reply(call, "200 OK", sdp());
        next("ACK");
    }

    /** What is left of a former call is no sign of this one. */
    private void forgetAudio() throws IOException {
        int patience = rtp.getSoTimeout();
        rtp.setSoTimeout(1);
        try {
            while (true) {
                rtp.receive(new DatagramPacket(new byte[2_048], 2_048));
            }
        } catch (SocketTimeoutException nothingLeft) {
            rtp.setSoTimeout(patience);
        }
    }

    /** One packet of audio. */
    RtpPacket audio() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        rtp.receive(packet);
        RtpPacket read = RtpPacket.read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        if (read == null) {
            throw new IOException("no RTP");
        }
        return read;
    }

    /** Presses a key as telephones do: many packets, the last three times. */
    void press(char key) throws IOException {
        press(rtp, key);
    }

    void press(DatagramSocket from, char key) throws IOException {
        long pressedAt = timestamp;
        for (int count = 1; count <= 8; count++) {
            RtpPacket event = new RtpPacket(
                    count == 1,
                    EVENTS,
                    sequence++,
                    pressedAt,
                    77,
                    Digits.event(key, count > 5, 160 * Math.min(count, 6)));
            ByteBuffer datagram = ByteBuffer.allocate(100);
            event.write(datagram);
            from.send(new DatagramPacket(
                    datagram.array(),
                    datagram.position(),
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), Integer.parseInt(find(invite, "m=audio (\\d+)")))));
        }
        timestamp += 1_600;
    }

    /** Samples of so many packets of audio. */
    List<Short> listen(int packets) throws IOException {
        List<Short> heard = new ArrayList<>();
        for (int count = 0; count < packets; count++) {
            RtpPacket packet = audio();
            while (packet.payload().hasRemaining()) {
                heard.add(G711.fromALaw(packet.payload().get()));
            }
        }
        return heard;
    }

    @Override
    public void close() {
        sip.close();
        rtp.close();
    }
}
