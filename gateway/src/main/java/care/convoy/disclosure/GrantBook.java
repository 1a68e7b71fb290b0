package care.convoy.disclosure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps grants, by the SHA-256 of their tokens only. Thread-safe; every method blocks, and throws
 * {@link care.convoy.resident.StorageUnavailable} while it cannot answer.
 */
public interface GrantBook {
    /** @param sha256 of the token's characters, 64 lower-case hexadecimal digits @return false if the name is taken */
    boolean add(Grant grant, String sha256);

    /** All of them, revoked and expired ones too, by name. */
    List<Grant> all();

    /** @return false if there is none of that name that was not revoked before */
    boolean revoke(String name, String by, long nowMillis);

    /** The grant of a token, good or not; null if there is none. */
    @Nullable
    Grant find(String sha256);

    /** Notes that it was used. */
    void used(String name, long nowMillis);
}
