package care.convoy.app;

import care.convoy.storage.SeriesRetention;
import java.time.Period;
import picocli.CommandLine.Option;

/** For how long the series are kept, as options. */
final class RetentionOptions {
    @Option(
            names = "--keep-vitals",
            paramLabel = "TIME",
            defaultValue = "13m",
            description = "How long each measurement is kept, as 90d, 13m, 2y; 7d or more. Default: ${DEFAULT-VALUE}.")
    private String vitals = "13m";

    @Option(
            names = "--keep-rollups",
            paramLabel = "TIME",
            defaultValue = "10y",
            description = "How long means of 5 minutes and of days are kept. Default: ${DEFAULT-VALUE}.")
    private String rollups = "10y";

    @Option(
            names = "--keep-locations",
            paramLabel = "TIME",
            defaultValue = "30d",
            description = "How long positions are kept. Default: ${DEFAULT-VALUE}.")
    private String locations = "30d";

    /** @throws Refusal naming the option that is wrong */
    SeriesRetention retention() {
        Period keepVitals = period("--keep-vitals", vitals);
        Period keepRollups = period("--keep-rollups", rollups);
        Period keepLocations = period("--keep-locations", locations);
        try {
            return new SeriesRetention(keepVitals, keepRollups, keepLocations);
        } catch (IllegalArgumentException tooShort) {
            throw new Refusal("--keep-vitals, --keep-rollups, --keep-locations: " + tooShort.getMessage());
        }
    }

    private static Period period(String name, String written) {
        try {
            return SeriesRetention.parse(written);
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(name + " " + wrong.getMessage());
        }
    }
}
