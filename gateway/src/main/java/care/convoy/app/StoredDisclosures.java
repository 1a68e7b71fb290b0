package care.convoy.app;

import care.convoy.disclosure.DisclosureLog;
import care.convoy.disclosure.Grant;
import care.convoy.disclosure.GrantBook;
import care.convoy.disclosure.MeasuredSet;
import care.convoy.disclosure.Measurements;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What other systems are let in by and given, over the archive, whose stores may come late. */
record StoredDisclosures(Archive archive) implements GrantBook, Measurements, DisclosureLog {
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
    public List<MeasuredSet> page(Query query) {
        return archive.disclosures().measurements().page(query);
    }

    @Override
    public long count(Query query) {
        return archive.disclosures().measurements().count(query);
    }

    @Override
    public @Nullable MeasuredSet find(long residentKey, long deviceKey, long atMillis) {
        return archive.disclosures().measurements().find(residentKey, deviceKey, atMillis);
    }

    @Override
    public void record(Entry entry) {
        archive.disclosures().log().record(entry);
    }
}
