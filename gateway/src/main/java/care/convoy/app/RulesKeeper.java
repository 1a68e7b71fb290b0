package care.convoy.app;

import care.convoy.device.ResidentId;
import care.convoy.monitoring.RulesInForce;
import care.convoy.storage.RuleBookStore;
import care.convoy.vitals.RuleBook;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what is in force in the database into memory. Thread-safe. */
final class RulesKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(RulesKeeper.class);

    private final RulesInForce inForce;
    private long seen;

    RulesKeeper(RulesInForce inForce) {
        this.inForce = inForce;
    }

    /** Takes what changed since the last time. Numbers that this program does not understand leave those before in force. */
    synchronized void look(RuleBookStore store) {
        if (store.revision() == seen) {
            return;
        }
        RuleBookStore.InForce found = store.load();
        seen = found.revision();
        RuleBook book = inForce.now().book();
        RuleBookStore.Version newest = found.book();
        if (newest != null && newest.version() != book.version()) {
            try {
                book = RuleBook.numbered(newest.content(), newest.version());
            } catch (IllegalArgumentException unfit) {
                LOG.error("rule book {} does not fit this program: {}", newest.version(), unfit.getMessage());
            }
        }
        Map<ResidentId, Map<String, Object>> personal = new HashMap<>();
        found.personal().forEach((resident, layer) -> {
            try {
                personal.put(resident, RuleBook.personal(layer));
            } catch (IllegalArgumentException unfit) {
                personal.put(resident, inForce.now().personal().getOrDefault(resident, Map.of()));
                LOG.error("a person's own limits do not fit this program: {}", unfit.getMessage());
            }
        });
        inForce.set(new RulesInForce.Numbers(book, personal));
        LOG.info("rule book {} and the own limits of {} persons are in force", book.version(), personal.size());
    }
}
