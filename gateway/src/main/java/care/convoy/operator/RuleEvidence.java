package care.convoy.operator;

import care.convoy.console.Evidence;
import care.convoy.device.DeviceId;
import care.convoy.device.DeviceMessage;
import care.convoy.device.Sealed;
import care.convoy.monitoring.EvidenceSeal;
import care.convoy.vitals.Explanation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What rules found, opened for the screen. Thread-safe. */
final class RuleEvidence {
    private final EvidenceSeal seal;

    RuleEvidence(EvidenceSeal seal) {
        this.seal = seal;
    }

    /** Null if it is no rule's message, or cannot be read here. */
    @Nullable
    Evidence of(DeviceId device, DeviceMessage.Alarm message) {
        return message instanceof DeviceMessage.RuleFound found ? of(device, found.evidence()) : null;
    }

    /** Null if there is none, or it cannot be read here. */
    @Nullable
    Evidence of(DeviceId device, @Nullable Sealed sealed) {
        return sealed == null
                ? null
                : seal.open(device, sealed).map(RuleEvidence::shown).orElse(null);
    }

    private static Evidence shown(Explanation why) {
        return new Evidence(
                why.rule(),
                why.book(),
                why.items().stream()
                        .map(item -> new Evidence.Value(
                                item.what(),
                                item.value(),
                                item.unit(),
                                Instant.ofEpochMilli(item.atMillis()),
                                item.quality()))
                        .toList(),
                why.limits().stream()
                        .map(limit -> new Evidence.Limit(
                                limit.what(),
                                limit.comparison().name(),
                                limit.number(),
                                limit.unit(),
                                limit.source().name()))
                        .toList());
    }
}
