package care.convoy.operator;

import care.convoy.console.HealthSeries;
import care.convoy.device.ResidentId;
import care.convoy.monitoring.PersonalLimits;
import care.convoy.monitoring.RulesInForce;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.StorageUnavailable;
import care.convoy.vitals.Threshold;
import care.convoy.vitals.Vital;
import java.util.List;
import java.util.function.Supplier;

/** Series of the database, limits of the rules. Thread-safe; reading blocks. */
final class OperatorHealth implements HealthSeries {
    private final Records records;
    private final ResidentDirectory residents;
    private final RulesInForce rules;

    OperatorHealth(Records records, ResidentDirectory residents, RulesInForce rules) {
        this.records = records;
        this.residents = residents;
        this.rules = rules;
    }

    @Override
    public List<Bucket> buckets(Query query) {
        return read(() -> records.buckets(query));
    }

    @Override
    public List<Span> notWorn(Query query) {
        return read(() -> records.notWorn(query));
    }

    private static <T> T read(Supplier<T> from) {
        try {
            return from.get();
        } catch (StorageUnavailable down) {
            throw OperatorAlerts.unavailable();
        }
    }

    @Override
    public Limits limits(String resident) {
        PersonalLimits limits = PersonalLimits.of(
                rules, ResidentId.isValid(resident) ? residents.find(new ResidentId(resident)) : null);
        return new Limits(
                limits.book(),
                limits.thresholds().stream().map(OperatorHealth::limit).toList());
    }

    private static Limit limit(Threshold threshold) {
        double value = (double) threshold.beyond() / threshold.vital().scale();
        return new Limit(
                measure(threshold.vital()),
                threshold.high(),
                value,
                threshold.source().name());
    }

    private static Measure measure(Vital vital) {
        return switch (vital) {
            case HEART_RATE -> Measure.HEART_RATE;
            case SPO2 -> Measure.SPO2;
            case SYSTOLIC -> Measure.SYSTOLIC;
            case DIASTOLIC -> Measure.DIASTOLIC;
            case TEMPERATURE -> Measure.CORE;
            case RESPIRATION -> Measure.RESPIRATION;
        };
    }
}
