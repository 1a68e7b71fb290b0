package care.convoy.console;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other systems may have by a token: FHIR, cohorts for research. Called on virtual threads; may block, and throw
 * {@link RecordsUnavailable}.
 */
public interface Grants {
    /** All of them, expired and revoked ones too, by name. */
    List<Grant> list();

    /** Grants something. */
    Outcome issue(NewGrant grant);

    /** Ends one for ever. @return false if there is none of that name that is still good */
    boolean revoke(String name, String by);

    /**
     * What one system may have.
     *
     * @param scopes as {@code system/Observation.read}
     * @param area beginning of an administrative code; empty is the whole tree
     * @param lastUsedAt to the minute; null if never
     */
    record Grant(
            String name,
            Set<String> scopes,
            String area,
            String purpose,
            String createdBy,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant revokedAt,
            @Nullable Instant lastUsedAt) {
        public Grant {
            scopes = Set.copyOf(scopes);
        }
    }

    /** @param days how long it is good, 1 to 731 */
    record NewGrant(String name, List<String> scopes, String area, String purpose, int days, String by) {
        public NewGrant {
            scopes = List.copyOf(scopes);
        }
    }

    /** What became of a wish. */
    sealed interface Outcome {
        /** Done. @param token shown this once */
        record Issued(Grant grant, String token) implements Outcome {
            @Override
            public String toString() {
                return "Issued[" + grant.name() + "]";
            }
        }

        /** The name was used before; it is never used again. */
        record NameTaken() implements Outcome {}

        /** @param why names the member and the mend */
        record Refused(String why) implements Outcome {}
    }
}
