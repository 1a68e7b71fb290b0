package care.convoy.app;

import care.convoy.administration.Reply;
import care.convoy.alertlog.aeron.AeronAlertLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/** Lets the members of the alert log compare their states, and says what came of it. */
final class MembersReply {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private MembersReply() {}

    static Reply compare(Gateway gateway) {
        AeronAlertLog log = gateway.durable().engine();
        if (log == null) {
            return Reply.refused(List.of("the alert log could not be started yet"));
        }
        try {
            Map<Integer, Long> hashes = new TreeMap<>(log.compareNow(PATIENCE));
            List<String> lines = new ArrayList<>();
            hashes.forEach((member, hash) -> lines.add("member " + member + "  " + Long.toHexString(hash)));
            long different = hashes.values().stream().distinct().count();
            int copies = gateway.config().membership().copies();
            if (different > 1) {
                lines.add("THE MEMBERS DIFFER: stop the one that stands alone, and seed it again");
                return Reply.refused(lines);
            }
            lines.add(hashes.size() + " of " + copies + " members answered, all with the same state");
            return Reply.done(lines.toArray(new String[0]));
        } catch (TimeoutException silent) {
            return Reply.refused(List.of("the alert log did not take the question: " + silent.getMessage()));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Reply.refused(List.of("the gateway is stopping"));
        }
    }
}
