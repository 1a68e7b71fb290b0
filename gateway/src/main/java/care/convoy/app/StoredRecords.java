package care.convoy.app;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.console.Alerts;
import care.convoy.console.Audit;
import care.convoy.console.HealthSeries;
import care.convoy.console.HealthSeries.Measure;
import care.convoy.console.VitalsSeries;
import care.convoy.device.ResidentId;
import care.convoy.operator.Records;
import care.convoy.storage.AlertHistory;
import care.convoy.storage.AuditLog;
import care.convoy.storage.VitalsStore;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The console's questions to the database, over the archive's stores. */
record StoredRecords(Archive archive) implements Records {
    private static final Set<AlertState> ENDED = Set.of(AlertState.RESOLVED, AlertState.FOLLOW_UP, AlertState.CLOSED);

    @Override
    public Optional<AlertView> ended(AlertId id) {
        return archive.alerts().find(id);
    }

    @Override
    public EndedPage ended(Alerts.ClosedQuery query) {
        Set<AlertState> states = query.state() == null
                ? ENDED
                : Set.of(AlertState.valueOf(query.state().name()));
        String resident = query.resident();
        if (resident != null) {
            List<AlertView> all = archive.alerts().ofResident(new ResidentId(resident), query.limit());
            return new EndedPage(
                    all.stream().filter(alert -> states.contains(alert.state())).toList(), null);
        }
        List<AlertView> page = archive.alerts()
                .page(new AlertHistory.Query(states, query.scope(), place(query.before()), query.limit()));
        if (page.size() < query.limit()) {
            return new EndedPage(page, null);
        }
        AlertView last = page.getLast();
        return new EndedPage(page, last.receivedAtMillis() + "." + last.id());
    }

    /** The place that a former page named; the first page for anything else. */
    private static AlertHistory.@Nullable Place place(@Nullable String before) {
        if (before == null) {
            return null;
        }
        int dot = before.indexOf('.');
        try {
            return new AlertHistory.Place(
                    Long.parseLong(before.substring(0, Math.max(0, dot))),
                    new AlertId(UUID.fromString(before.substring(dot + 1))));
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }

    @Override
    public int alertsOf(ResidentId resident, int days) {
        long from = System.currentTimeMillis() - TimeUnit.DAYS.toMillis(days);
        return (int) archive.alerts().ofResident(resident, 1_000).stream()
                .filter(alert -> alert.receivedAtMillis() >= from)
                .count();
    }

    @Override
    public List<VitalsSeries.Point> series(VitalsSeries.Query query) {
        return archive
                .vitals()
                .series(new VitalsStore.Query(new ResidentId(query.resident()), query.from(), query.to(), query.step()))
                .points()
                .stream()
                .map(StoredRecords::point)
                .toList();
    }

    private static VitalsSeries.Point point(VitalsStore.Point point) {
        return new VitalsSeries.Point(
                point.at(),
                mean(point.heartRateBpm()),
                mean(point.spo2Percent()),
                mean(point.systolicMmHg()),
                mean(point.diastolicMmHg()),
                mean(point.coreC() == null ? point.skinC() : point.coreC()),
                mean(point.respirationPerMin()),
                point.steps(),
                point.lowestBatteryPercent());
    }

    @Override
    public List<HealthSeries.Bucket> buckets(HealthSeries.Query query) {
        return archive
                .vitals()
                .series(new VitalsStore.Query(new ResidentId(query.resident()), query.from(), query.to(), query.step()))
                .points()
                .stream()
                .map(StoredRecords::bucket)
                .toList();
    }

    private static HealthSeries.Bucket bucket(VitalsStore.Point point) {
        Map<Measure, HealthSeries.Spread> values = new EnumMap<>(Measure.class);
        put(values, Measure.HEART_RATE, point.heartRateBpm());
        put(values, Measure.SPO2, point.spo2Percent());
        put(values, Measure.SYSTOLIC, point.systolicMmHg());
        put(values, Measure.DIASTOLIC, point.diastolicMmHg());
        put(values, Measure.CORE, point.coreC());
        put(values, Measure.SKIN, point.skinC());
        put(values, Measure.RESPIRATION, point.respirationPerMin());
        Integer steps = point.steps();
        Integer battery = point.lowestBatteryPercent();
        return new HealthSeries.Bucket(point.at(), values, steps == null ? -1 : steps, battery == null ? -1 : battery);
    }

    private static void put(
            Map<Measure, HealthSeries.Spread> values, Measure measure, VitalsStore.@Nullable Spread spread) {
        if (spread != null) {
            values.put(
                    measure, new HealthSeries.Spread(spread.lowest(), spread.mean(), spread.highest(), spread.count()));
        }
    }

    @Override
    public List<HealthSeries.Span> notWorn(HealthSeries.Query query) {
        return archive.vitals().notWorn(new ResidentId(query.resident()), query.from(), query.to()).stream()
                .map(gap -> new HealthSeries.Span(gap.from(), gap.to()))
                .toList();
    }

    private static @Nullable Double mean(VitalsStore.@Nullable Spread spread) {
        return spread == null ? null : spread.mean();
    }

    @Override
    public void replacePassword(String login, String argon2id) {
        archive.users().setPassword(login, argon2id, false);
    }

    @Override
    public void audit(List<Audit.Entry> entries) {
        archive.audit()
                .append(entries.stream()
                        .map(entry -> new AuditLog.Entry(
                                entry.at().toEpochMilli(),
                                entry.user(),
                                entry.address(),
                                entry.action(),
                                entry.subject(),
                                entry.outcome()))
                        .toList());
    }
}
