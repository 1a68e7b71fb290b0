package care.convoy.console;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place in WGS-84 degrees.
 *
 * @param accuracyMetres null if not told
 * @param source gnss, wifi, cell or beacon; null if not told
 * @param valid the device vouches for it
 */
public record Position(
        double latitude,
        double longitude,
        @Nullable Double accuracyMetres,
        @Nullable String source,
        boolean valid,
        @Nullable Instant at) {}
