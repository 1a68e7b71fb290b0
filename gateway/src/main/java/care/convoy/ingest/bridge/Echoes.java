package care.convoy.ingest.bridge;

import care.convoy.alert.Intent;
import care.convoy.ingest.Fate;
import care.convoy.ingest.bridge.TopicRule.EchoRule;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers of devices to what they were told over a bridge. Pure. */
final class Echoes {
    private Echoes() {}

    /** Adds what is answered. @return whether the message is an answer, also one whose result is not known */
    static boolean read(List<EchoRule> rules, JsonNode document, List<Reading.Echo> echoes) {
        boolean any = false;
        for (EchoRule rule : rules) {
            long id = Mapping.holds(rule.when(), document) ? id(document.at(rule.id())) : 0;
            if (id > 0) {
                any = true;
                Fate fate = fate(rule, document);
                if (fate != null) {
                    echoes.add(new Reading.Echo(id, fate));
                }
            }
        }
        return any;
    }

    /** 0 if it is none. */
    private static long id(JsonNode at) {
        double id = Scalars.number(at);
        return id >= 1 && id <= Intent.MOST_IDS && id == Math.rint(id) ? (long) id : 0;
    }

    private static @Nullable Fate fate(EchoRule rule, JsonNode document) {
        JsonPointer result = rule.result();
        if (result == null) {
            return Fate.CONFIRMED;
        }
        String written = Scalars.text(document.at(result));
        return written == null ? null : rule.fates().get(written);
    }
}
