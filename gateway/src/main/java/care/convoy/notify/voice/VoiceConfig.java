package care.convoy.notify.voice;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How calls are made.
 *
 * @param trunk the exchange that all calls go through
 * @param local where we are for it
 * @param lines calls at a time, 1 to 500
 * @param ringSeconds how long it may ring, 10 to 120
 * @param answerSeconds how long a digit is waited for after the text was said twice, 2 to 60
 * @param speech what speaks
 * @param callBack number of the centre, said to who asks for it; "" for none
 */
public record VoiceConfig(
        Trunk trunk, Local local, int lines, int ringSeconds, int answerSeconds, Speech speech, String callBack) {
    /**
     * @param tcp whether it is spoken to by TCP, else by UDP
     * @param user "" if it knows us by our address
     * @param domain of our address and of those we call
     * @param caller number that is shown to whom we call
     */
    public record Trunk(
            String host, int port, boolean tcp, String user, String password, String domain, String caller) {
        /** Without the password. */
        @Override
        public String toString() {
            return "Trunk[" + host + ":" + port + (tcp ? "/tcp " : "/udp ") + user + "]";
        }
    }

    /**
     * @param address that the exchange reaches us at; "" for the one from which it is reached
     * @param port of SIP; 0 for any
     * @param firstRtpPort even; 0 for any
     * @param lastRtpPort 0 for any
     * @param strictMedia whether audio and digits must come from the host that SDP named
     */
    public record Local(String address, int port, int firstRtpPort, int lastRtpPort, boolean strictMedia) {}

    /**
     * @param clips folder of recorded phrases; null for none
     * @param espeak the program; "" if only recorded phrases are used
     * @param cacheMegabytes how much made speech is kept on disk, 0 to 10,000
     */
    public record Speech(@Nullable Path clips, String espeak, int cacheMegabytes) {}
}
