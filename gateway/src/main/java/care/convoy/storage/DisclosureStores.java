package care.convoy.storage;

/** What other systems are let in by and given, of one database. */
public record DisclosureStores(GrantStore grants, MeasurementStore measurements, DisclosureAudit log) {
    public static DisclosureStores of(Database database) {
        return new DisclosureStores(
                new GrantStore(database), new MeasurementStore(database), new DisclosureAudit(database));
    }
}
