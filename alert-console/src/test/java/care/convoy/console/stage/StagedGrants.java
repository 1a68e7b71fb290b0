package care.convoy.console.stage;

import care.convoy.console.Grants;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Grants in memory. Thread-safe. */
public final class StagedGrants implements Grants {
    /** What is drawn for each. */
    public static final String DRAWN = "a-token-that-is-shown-once-0123456789";

    private final InstantSource clock;
    private final Map<String, Grant> grants = new TreeMap<>();

    StagedGrants(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized List<Grant> list() {
        return List.copyOf(grants.values());
    }

    @Override
    public synchronized Outcome issue(NewGrant grant) {
        if (grants.containsKey(grant.name())) {
            return new Outcome.NameTaken();
        }
        if (grant.scopes().contains("nonsense")) {
            return new Outcome.Refused("scopes: nonsense is none");
        }
        Grant made = new Grant(
                grant.name(),
                Set.copyOf(grant.scopes()),
                grant.area(),
                grant.purpose(),
                grant.by(),
                clock.instant(),
                clock.instant().plus(Duration.ofDays(grant.days())),
                null,
                null);
        grants.put(grant.name(), made);
        return new Outcome.Issued(made, DRAWN);
    }

    @Override
    public synchronized boolean revoke(String name, String by) {
        Grant grant = grants.get(name);
        if (grant == null || grant.revokedAt() != null) {
            return false;
        }
        grants.put(
                name,
                new Grant(
                        name,
                        grant.scopes(),
                        grant.area(),
                        grant.purpose(),
                        grant.createdBy(),
                        grant.createdAt(),
                        grant.expiresAt(),
                        clock.instant(),
                        null));
        return true;
    }
}
