package care.convoy.console;

import java.time.Instant;
import java.util.List;

/**
 * Why a rule of the gateway fired: what it looked at, and what that was compared with. Words are tokens that the contract
 * names; a screen makes a sentence of them.
 *
 * @param rule id of the rule, as {@code heartRate.high}
 * @param book version of the rule book that was in force
 * @param values most important or oldest first
 */
public record Evidence(String rule, int book, List<Value> values, List<Limit> limits) {
    public Evidence {
        values = List.copyOf(values);
        limits = List.copyOf(limits);
    }

    /**
     * One value.
     *
     * @param quality site or quality, or empty
     */
    public record Value(String what, double value, String unit, Instant at, String quality) {}

    /**
     * What values were compared with.
     *
     * @param comparison as in the contract, {@code Comparison}
     * @param source as in the contract, {@code LimitSource}
     */
    public record Limit(String what, String comparison, double number, String unit, String source) {}
}
