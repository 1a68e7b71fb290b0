package care.convoy.app;

import care.convoy.disclosure.CohortSeries;
import care.convoy.disclosure.DisclosureLog;
import care.convoy.disclosure.Grant;
import care.convoy.disclosure.GrantBook;
import care.convoy.disclosure.MeasuredSet;
import care.convoy.disclosure.Measurements;
import care.convoy.storage.VitalsStore;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What other systems are let in by and given, over the archive, whose stores may come late. */
record StoredDisclosures(Archive archive) implements GrantBook, Measurements, DisclosureLog, CohortSeries {
    @Override
    public boolean add(Grant grant, String sha256) {
        return archive.disclosures().grants().add(grant, sha256);
    }

    @Override
    public List<Grant> all() {
        return archive.disclosures().grants().all();
    }

    @Override
    public boolean revoke(String name, String by, long nowMillis) {
        return archive.disclosures().grants().revoke(name, by, nowMillis);
    }

    @Override
    public @Nullable Grant find(String sha256) {
        return archive.disclosures().grants().find(sha256);
    }

    @Override
    public void used(String name, long nowMillis) {
        archive.disclosures().grants().used(name, nowMillis);
    }

    @Override
    public List<MeasuredSet> page(Measurements.Query query) {
        return archive.disclosures().measurements().page(query);
    }

    @Override
    public long count(Measurements.Query query) {
        return archive.disclosures().measurements().count(query);
    }

    @Override
    public @Nullable MeasuredSet find(long residentKey, long deviceKey, long atMillis) {
        return archive.disclosures().measurements().find(residentKey, deviceKey, atMillis);
    }

    @Override
    public long read(CohortSeries.Query query, Consumer<Line> to) {
        VitalsStore.Source source = switch (query.grain()) {
            case ROWS -> VitalsStore.Source.ROWS;
            case FIVE_MINUTES -> VitalsStore.Source.FIVE_MINUTES;
            case DAYS -> VitalsStore.Source.DAYS;
        };
        return archive.vitals()
                .cohort(
                        new VitalsStore.Cohort(query.residents(), query.from(), query.to(), source),
                        line -> to.accept(line(line)));
    }

    private static Line line(VitalsStore.Line line) {
        VitalsStore.Point point = line.point();
        return new Line(
                line.resident(),
                point.at(),
                mean(point.heartRateBpm()),
                mean(point.spo2Percent()),
                mean(point.systolicMmHg()),
                mean(point.diastolicMmHg()),
                mean(point.skinC()),
                mean(point.coreC()),
                mean(point.respirationPerMin()),
                point.steps());
    }

    private static @Nullable Double mean(VitalsStore.@Nullable Spread spread) {
        return spread == null ? null : spread.mean();
    }

    @Override
    public void record(Entry entry) {
        archive.disclosures().log().record(entry);
    }
}
