package care.convoy.warning;

import java.time.Instant;

/**
 * What tells messages apart (section 3.2.1, {@code references}: "the extended message identifier"). The time is compared as a
 * moment, however its zone was written.
 */
public record WarningId(String sender, String identifier, Instant sent) {}
