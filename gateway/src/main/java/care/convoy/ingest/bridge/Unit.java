package care.convoy.ingest.bridge;

import java.util.List;
import java.util.Locale;

/** How a vendor writes a quantity, and the line that leads to how we write it: {@code ours = theirs * factor + offset}. */
enum Unit {
    MS(1, 0),
    S(1_000, 0),
    /** A date and time without offset, in a zone that the mapping names. */
    LOCAL(1, 0),
    C(1, 0),
    F(5.0 / 9, -160.0 / 9),
    PERCENT(1, 0),
    /** 0 to 1. */
    RATIO(100, 0),
    MMHG(1, 0),
    KPA(7.50062, 0),
    DEG(1, 0),
    M(1, 0),
    KM(1_000, 0),
    /** A plain number. */
    COUNT(1, 0);

    private final double factor;
    private final double offset;

    Unit(double factor, double offset) {
        this.factor = factor;
        this.offset = offset;
    }

    double toOurs(double theirs) {
        return theirs * factor + offset;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a member of ours measures. */
    enum Quantity {
        TIME,
        TEMPERATURE,
        PERCENTAGE,
        PRESSURE,
        ANGLE,
        LENGTH,
        NUMBER,
        TRUTH,
        WORD;

        /** Its units, ours first; none if it is no number. */
        List<Unit> units() {
            return switch (this) {
                case TIME -> List.of(MS, S, LOCAL);
                case TEMPERATURE -> List.of(C, F);
                case PERCENTAGE -> List.of(PERCENT, RATIO);
                case PRESSURE -> List.of(MMHG, KPA);
                case ANGLE -> List.of(DEG);
                case LENGTH -> List.of(M, KM);
                case NUMBER -> List.of(COUNT);
                case TRUTH, WORD -> List.of();
            };
        }

        boolean isNumber() {
            return !units().isEmpty();
        }
    }
}
