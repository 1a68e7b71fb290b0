package care.convoy.console;

import org.jspecify.annotations.Nullable;

/**
 * How a case ended, in the words of the contract ({@code Cause}, {@code Outcome}, {@code Verified}), which has checked
 * them.
 *
 * @param verified voice, physical or cosign; null if not verified
 * @param cosigner login of the co-signing supervisor, null unless {@code verified} is cosign
 */
public record Disposition(
        String cause,
        String outcome,
        boolean falseAlarm,
        @Nullable String verified,
        @Nullable String cosigner) {}
