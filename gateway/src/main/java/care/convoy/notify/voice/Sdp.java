package care.convoy.notify.voice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What we offer (RFC 3264) and what the other side says of its audio in SDP (RFC 8866). Only addresses in digits are taken: nobody waits for a
 * name server in the middle of a call.
 *
 * @param address where its audio is to be sent to
 * @param codec ours that it named first
 * @param audio payload type under which it wants it
 * @param events payload type of telephone events (RFC 4733); -1 if it takes none
 * @param listens whether it wants to hear us now
 */
record Sdp(InetSocketAddress address, Codec codec, int audio, int events, boolean listens) {
    static final int OUR_EVENTS = 101;
    private static final int LONGEST = 8_192;
    private static final int MOST_LINES = 200;

    /** Our own description. @param session names it; it never changes within a call */
    static String offer(InetAddress local, int port, long session) {
        String family = local.getAddress().length == 4 ? "IP4" : "IP6";
        String host = local.getHostAddress().replaceFirst("%.*", "");
        return """
                v=0\r
                o=- %d 1 IN %s %s\r
                s=-\r
                c=IN %s %s\r
                t=0 0\r
                m=audio %d RTP/AVP 8 0 %d\r
                a=rtpmap:8 PCMA/8000\r
                a=rtpmap:0 PCMU/8000\r
                a=rtpmap:%d telephone-event/8000\r
                a=fmtp:%d 0-15\r
                a=ptime:20\r
                a=sendrecv\r
                """.formatted(session, family, host, family, host, port, OUR_EVENTS, OUR_EVENTS, OUR_EVENTS);
    }

    /** Reads the first audio that can be used; null if there is none. */
    static @Nullable Sdp read(String text) {
        if (text.length() > LONGEST) {
            return null;
        }
        Reading reading = new Reading();
        for (String line : text.lines().limit(MOST_LINES).toList()) {
            if (line.length() > 2 && line.charAt(1) == '=') {
                reading.line(line.charAt(0), line.substring(2).strip());
            }
        }
        return reading.result();
    }

    private static final class Reading {
        private final Map<Integer, String> names = new HashMap<>(Map.of(0, "PCMU/8000", 8, "PCMA/8000"));
        private @Nullable InetAddress ofSession;
        private @Nullable InetAddress ofMedia;
        private boolean inMedia;
        private boolean inAudio;
        private boolean foundAudio;
        private boolean listensSession = true;
        private boolean listens = true;
        private int port;
        private List<String> formats = List.of();

        void line(char kind, String value) {
            switch (kind) {
                case 'm' -> media(value);
                case 'c' -> connection(value);
                case 'a' -> attribute(value);
                default -> {
                    // says nothing about where and how
                }
            }
        }

        private void media(String value) {
            String[] words = value.split(" +", -1);
            inMedia = true;
            inAudio = !foundAudio
                    && words.length > 3
                    && words[0].equals("audio")
                    && words[2].equals("RTP/AVP")
                    && number(words[1]) > 0;
            if (inAudio) {
                foundAudio = true;
                listens = listensSession;
                port = number(words[1]);
                formats = List.of(words).subList(3, words.length);
            }
        }

        private void connection(String value) {
            String[] words = value.split(" +", -1);
            if (words.length != 3 || (inMedia && !inAudio)) {
                return;
            }
            InetAddress address = literal(words[2]);
            if (inMedia) {
                ofMedia = address;
            } else {
                ofSession = address;
            }
        }

        private void attribute(String value) {
            if (inMedia && !inAudio) {
                return;
            }
            switch (value) {
                case "sendrecv", "recvonly" -> listens(true);
                case "sendonly", "inactive" -> listens(false);
                default -> {
                    if (value.startsWith("rtpmap:")) {
                        map(value.substring("rtpmap:".length()).split(" +", -1));
                    }
                }
            }
        }

        private void listens(boolean now) {
            listens = now;
            if (!inMedia) {
                listensSession = now;
            }
        }

        private void map(String[] words) {
            int type = number(words[0]);
            if (words.length == 2 && type >= 0 && type < 128) {
                names.put(type, words[1].toUpperCase(Locale.ROOT));
            }
        }

        @Nullable
        Sdp result() {
            InetAddress host = ofMedia == null ? ofSession : ofMedia;
            if (!foundAudio || host == null || host.isMulticastAddress() || port > 65_535) {
                return null;
            }
            Codec codec = null;
            int audio = -1;
            int events = -1;
            for (String format : formats) {
                String name = names.getOrDefault(number(format), "");
                if (codec == null && (name.startsWith("PCMA/8000") || name.startsWith("PCMU/8000"))) {
                    codec = name.startsWith("PCMA") ? Codec.PCMA : Codec.PCMU;
                    audio = number(format);
                } else if (events < 0 && name.equals("TELEPHONE-EVENT/8000")) {
                    events = number(format);
                }
            }
            return codec == null
                    ? null
                    : new Sdp(
                            new InetSocketAddress(host, port),
                            codec,
                            audio,
                            events,
                            listens && !host.isAnyLocalAddress());
        }

        private static @Nullable InetAddress literal(String host) {
            try {
                return InetAddress.ofLiteral(host);
            } catch (IllegalArgumentException name) {
                return null;
            }
        }

        private static int number(String digits) {
            if (digits.isEmpty() || digits.length() > 5) {
                return -1;
            }
            for (int at = 0; at < digits.length(); at++) {
                if (digits.charAt(at) < '0' || digits.charAt(at) > '9') {
                    return -1;
                }
            }
            return Integer.parseInt(digits);
        }
    }
}
