package care.convoy.disk;

import java.util.Locale;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds as a person gives them, in bytes or as a share of the disk; what is null follows {@link DiskThresholds#of}. A
 * level is never below the one that follows it: a later one that was set higher takes the earlier ones with it.
 */
public record DiskLimits(
        @Nullable Limit warn,
        @Nullable Limit tight,
        @Nullable Limit leave) implements LongFunction<DiskThresholds> {
    /** What the event history keeps for itself is less than this, so that no event is lost while the log is used. */
    private static final long LEAST_BYTES = 8L << 20;

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})\\s*(%|[KMGT]?)B?", Pattern.CASE_INSENSITIVE);

    /** One of them. @param amount bytes, or hundredths of the disk */
    public record Limit(long amount, boolean isPercent) {
        long bytes(long totalBytes) {
            return Math.max(LEAST_BYTES, isPercent ? totalBytes / 100 * amount : amount);
        }

        private boolean isBelow(Limit other) {
            return isPercent == other.isPercent && amount < other.amount;
        }
    }

    public DiskLimits {
        requireOrder("warn", warn, "tight", tight);
        requireOrder("tight", tight, "leave", leave);
        requireOrder("warn", warn, "leave", leave);
    }

    private static void requireOrder(String name, @Nullable Limit one, String otherName, @Nullable Limit other) {
        if (one != null && other != null && one.isBelow(other)) {
            throw new IllegalArgumentException(
                    "--disk-" + name + " must not be less than --disk-" + otherName + ", which comes after it");
        }
    }

    /** None is given. */
    public static DiskLimits standard() {
        return new DiskLimits(null, null, null);
    }

    /**
     * {@code 500M}, {@code 4G}, {@code 10%}; null for null.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static @Nullable Limit parse(@Nullable String written) {
        if (written == null) {
            return null;
        }
        Matcher matcher = WRITTEN.matcher(written.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(written + ": a size as 500M or 4G, or a share as 10%");
        }
        long amount = Long.parseLong(matcher.group(1));
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        if (unit.equals("%")) {
            if (amount > 90) {
                throw new IllegalArgumentException(written + ": at most 90%");
            }
            return new Limit(amount, true);
        }
        return new Limit(amount << (10 * " KMGT".indexOf(unit.isEmpty() ? " " : unit)), false);
    }

    @Override
    public DiskThresholds apply(long totalBytes) {
        DiskThresholds usual = DiskThresholds.of(totalBytes);
        long full = leave == null ? usual.fullBytes() : leave.bytes(totalBytes);
        long notAlarms = Math.max(full, tight == null ? usual.tightBytes() : tight.bytes(totalBytes));
        long low = Math.max(notAlarms, warn == null ? usual.lowBytes() : warn.bytes(totalBytes));
        return new DiskThresholds(low, notAlarms, full);
    }
}
