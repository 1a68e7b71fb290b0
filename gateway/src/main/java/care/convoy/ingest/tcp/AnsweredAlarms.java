package care.convoy.ingest.tcp;

import care.convoy.firmware.Header;
import care.convoy.ingest.Downlink;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was answered to the last {@link #MOST} confirmed messages of a sealed session (PROTOCOL.md §12.5). There a number names one
 * message for certain, so a repeat gets the same answer from here and can never become another press: somebody in the path who
 * sends a recorded press again calls nobody. Confined to the connection's loop.
 */
final class AnsweredAlarms {
    static final int MOST = 64;

    private @Nullable LinkedHashMap<Long, Downlink.Received> byNumber;

    void add(Header header, Downlink.Received answer) {
        LinkedHashMap<Long, Downlink.Received> all = byNumber;
        if (all == null) {
            all = new LinkedHashMap<>();
            byNumber = all;
        }
        all.put(number(header), answer);
        if (all.size() > MOST) {
            all.pollFirstEntry();
        }
    }

    /** The answer that this message got before, or null. */
    Downlink.@Nullable Received find(Header header) {
        Map<Long, Downlink.Received> all = byNumber;
        return all == null ? null : all.get(number(header));
    }

    private static Long number(Header header) {
        return header.epoch() << Integer.SIZE | header.sequence();
    }
}
