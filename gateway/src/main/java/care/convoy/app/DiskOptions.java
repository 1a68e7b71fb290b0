package care.convoy.app;

import care.convoy.disk.DiskLimits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** At how little free room what is given up, as options. */
final class DiskOptions {
    @Option(
            names = "--disk-warn",
            paramLabel = "SIZE",
            description =
                    "Below so much free room (4G, 500M, 10%%) somebody is told. Default: a tenth of the disk, 24M to 4G.")
    private @Nullable String warn;

    @Option(
            names = "--disk-tight",
            paramLabel = "SIZE",
            description = "Below this only alarms are taken. Default: a twentieth, 16M to 1G.")
    private @Nullable String tight;

    @Option(
            names = "--disk-leave",
            paramLabel = "SIZE",
            description =
                    "Below this on the log's disk the gateway goes on with its emergency journal. Default: a fiftieth,"
                            + " 8M to 256M.")
    private @Nullable String leave;

    /** @throws Refusal naming the option that is wrong */
    DiskLimits limits() {
        DiskLimits.Limit low = limit("--disk-warn", warn);
        DiskLimits.Limit alarmsOnly = limit("--disk-tight", tight);
        DiskLimits.Limit full = limit("--disk-leave", leave);
        try {
            return new DiskLimits(low, alarmsOnly, full);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(String.valueOf(wrong.getMessage()));
        }
    }

    private static DiskLimits.@Nullable Limit limit(String name, @Nullable String written) {
        try {
            return DiskLimits.parse(written);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(name + " " + wrong.getMessage());
        }
    }
}
