package care.convoy.notify.voice;

import care.convoy.fuzz.FuzzTarget;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the other side of a call sends, apart from SIP itself: its SDP, an INFO, its datagrams. */
public final class VoiceFuzz implements FuzzTarget {
    public static List<byte[]> seeds() {
        ByteBuffer event = ByteBuffer.allocate(16);
        new RtpPacket(true, Sdp.OUR_EVENTS, 7, 160, 9, Digits.event('1', true, 800)).write(event);
        return List.of(
                text(Sdp.offer(InetAddress.getLoopbackAddress(), 4_000, 7)),
                text(
                        "v=0\r\nc=IN IP6 2001:db8::1\r\nm=video 0 RTP/AVP 9\r\nm=audio 7 RTP/AVP 97 0 101\r\na=rtpmap:97 PCMA/8000\r\n"
                                + "a=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n"),
                text("Signal=1\r\nDuration=160\r\n"),
                event.array());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void feed(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        Sdp sdp = Sdp.read(text);
        if (sdp != null
                && (sdp.address().getPort() < 1
                        || isNoType(sdp.audio())
                        || (sdp.events() >= 0 && isNoType(sdp.events())))) {
            throw new IllegalStateException("not to be sent to: " + sdp);
        }
        char told = Digits.ofInfo("dtmf-relay", text);
        RtpPacket packet = RtpPacket.read(ByteBuffer.wrap(input));
        char pressed = packet == null ? Digits.NONE : new Digits().read(packet);
        if ((told != Digits.NONE && !Digits.isKey(told)) || (pressed != Digits.NONE && !Digits.isKey(pressed))) {
            throw new IllegalStateException("no key");
        }
    }

    private static boolean isNoType(int type) {
        return type < 0 || type > 127;
    }
}
