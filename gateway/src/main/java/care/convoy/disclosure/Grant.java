package care.convoy.disclosure;

import java.util.Set;

/**
 * What one other system may have, until when. Its token is kept as a hash only, and not in here.
 *
 * @param name 1 to 64 characters, unique for ever: the audit names it
 * @param area beginning of the administrative codes whose residents may be asked for; empty for the whole tree
 * @param purpose why it was granted, 1 to 200 characters; stands in the audit of exports
 * @param createdBy login of the administrator
 * @param expiresMillis epoch milliseconds
 * @param revokedMillis epoch milliseconds; 0 if it was not
 * @param usedMillis when it was last used, to the minute; 0 if never
 */
public record Grant(
        String name,
        Set<Scope> scopes,
        String area,
        String purpose,
        String createdBy,
        long createdMillis,
        long expiresMillis,
        long revokedMillis,
        long usedMillis) {
    public Grant {
        scopes = Set.copyOf(scopes);
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a grant without a scope grants nothing");
        }
    }

    /** Whether its token opens anything now. */
    public boolean isGood(long nowMillis) {
        return revokedMillis == 0 && nowMillis < expiresMillis;
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether somebody of this region may be asked for. A resident without a region is in the whole tree only. */
    public boolean covers(String regionCode) {
        return regionCode.startsWith(area);
    }
}
