package care.convoy.administration;

import java.util.List;

/**
 * The answer to a command.
 *
 * @param ok whether it was done; if not, nothing was changed
 * @param lines for people, in order; the last line of a success is the result where there is one (a token, a password)
 */
public record Reply(boolean ok, List<String> lines) {
    public Reply {
        lines = List.copyOf(lines);
    }

    public static Reply done(String... lines) {
        return new Reply(true, List.of(lines));
    }

    public static Reply refused(List<String> reasons) {
        return new Reply(false, reasons);
    }
}
