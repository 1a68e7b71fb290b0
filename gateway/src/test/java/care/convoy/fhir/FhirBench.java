package care.convoy.fhir;

import care.convoy.disclosure.CohortSeries;
import care.convoy.research.CohortExport;
import care.convoy.storage.MeasuredPeople.Times;
import care.convoy.storage.SeriesRetention;
import care.convoy.storage.VitalsStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How long answers take: one resident with a set of everything each 5 minutes over 90 days (181,000 measurements), beside 200
 * others with a set each 15 minutes. Without HTTP. Not a test: run its {@code main} by {@code ./convoy bench fhir}; with
 * {@code -Xmx64m} it says what memory it needs.
 */
final class FhirBench {
    private static final int OTHERS = 200;
    private static final int DAYS = 90;
    private static final int ROUNDS = 21;

    private FhirBench() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory("convoy-fhir");
        try (FhirFixture fhir = new FhirFixture(directory)) {
            Instant to = FhirFixture.DAY;
            Instant from = to.minus(Duration.ofDays(DAYS));
            long begin = System.nanoTime();
            fhir.people.series(
                    "r1",
                    "band-1",
                    new Times(from, to, "5 minutes"),
                    "60 + n % 40, 97, 128, 81, 33.5, 0, 16, n % 5000, 1");
            others(fhir, from, to);
            System.out.printf(
                    "%s rows loaded in %.0f s%n", fhir.people.text("select count(*) from vitals"), seconds(begin));
            fhir.people.run("analyze vitals");
            String day = "&date=ge" + to.minus(Duration.ofDays(1)) + "&date=lt" + to;
            search(fhir, "heart rate of 24 h, one page", "/fhir/Observation?patient=r1&code=8867-4&_count=1000" + day);
            search(fhir, "everything of 24 h, pages of 1,000", "/fhir/Observation?patient=r1&_count=1000" + day);
            search(fhir, "the newest 100 of 90 days", "/fhir/Observation?patient=r1&_sort=-date");
            everything(fhir);
            cohort(fhir, from, to);
        }
    }

    private static void others(FhirFixture fhir, Instant from, Instant to) {
        StringBuilder residents = new StringBuilder("resident_id,name,region_code\n");
        StringBuilder devices = new StringBuilder("device_id,protocol,secret,resident_id\n");
        for (int i = 0; i < OTHERS; i++) {
            residents.append("c" + i + ",某某,430102001001\n");
            devices.append("e" + i + ",mqtt,a-secret-" + i + ",c" + i + "\n");
        }
        fhir.people.residents(residents.toString());
        fhir.people.devices(devices.toString());
        for (int i = 0; i < OTHERS; i++) {
            fhir.people.series(
                    "c" + i,
                    "e" + i,
                    new Times(from, to, "15 minutes"),
                    "60 + n % 40, 97, 128, 81, 33.5, 0, 16, n % 5000, 1");
        }
    }

    private static void search(FhirFixture fhir, String what, String address) {
        double[] millis = new double[ROUNDS];
        int found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            String next = address;
            found = 0;
            while (next != null) {
                FhirFixture.Answered page = fhir.get(next);
                found += page.resources().size();
                next = address.contains("-date") ? null : page.next();
            }
            millis[round] = seconds(begin) * 1e3;
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                "%-40s %,8d resources, first %7.1f ms, median %7.1f ms, worst %7.1f ms%n",
                what, found, first, millis[ROUNDS / 2], millis[ROUNDS - 1]);
    }

    private static void everything(FhirFixture fhir) {
        List<Double> pages = new ArrayList<>();
        long resources = 0;
        long bytes = 0;
        long begin = System.nanoTime();
        String next = "/fhir/Patient/r1/$everything?_count=1000";
        while (next != null) {
            long one = System.nanoTime();
            FhirFixture.Answered page = fhir.get(next);
            pages.add(seconds(one) * 1e3);
            resources += page.resources().size();
            bytes += page.body().length();
            next = page.next();
        }
        double all = seconds(begin);
        List<Double> inOrder = List.copyOf(pages);
        pages.sort(null);
        System.out.printf(
                "everything of 90 days: %,d resources, %,d MB, %d pages in %.1f s; a page median %.0f ms, worst %.0f ms,"
                        + " the last but one %.0f ms; largest heap %d MB%n",
                resources,
                bytes >> 20,
                pages.size(),
                all,
                pages.get(pages.size() / 2),
                pages.getLast(),
                inOrder.get(inOrder.size() - 2),
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static void cohort(FhirFixture fhir, Instant from, Instant to) throws IOException {
        VitalsStore store = new VitalsStore(fhir.people.database(), SeriesRetention.STANDARD);
        CohortExport export = new CohortExport(
                new CohortExport.Sources(
                        fhir.people.residents(),
                        (query, taker) -> read(store, query, taker),
                        fhir.door,
                        fhir.stores.log()),
                FhirFixture.COUNTY,
                InstantSource.system());
        long begin = System.nanoTime();
        FhirFixture.Answered csv = fhir.asked(
                export::answer,
                "/research/cohort?purpose=bench&step=rows&area=4301&from="
                        + from.toString().substring(0, 10) + "&to="
                        + to.toString().substring(0, 10));
        double took = seconds(begin);
        System.out.printf(
                "cohort of %s, 90 days of rows: status %d, %,d MB in %.1f s, %,.0f lines a second%n",
                csv.headers().get("Convoy-Residents"), csv.status(), fhir.received >> 20, took, fhir.lines / took);
    }

    private static long read(VitalsStore store, CohortSeries.Query query, Consumer<CohortSeries.Line> taker) {
        VitalsStore.Source source = VitalsStore.Source.valueOf(query.grain().name());
        return store.cohort(new VitalsStore.Cohort(query.residents(), query.from(), query.to(), source), line -> {
            VitalsStore.Point point = line.point();
            taker.accept(new CohortSeries.Line(
                    line.resident(),
                    point.at(),
                    mean(point.heartRateBpm()),
                    mean(point.spo2Percent()),
                    mean(point.systolicMmHg()),
                    mean(point.diastolicMmHg()),
                    mean(point.skinC()),
                    mean(point.coreC()),
                    mean(point.respirationPerMin()),
                    point.steps()));
        });
    }

    private static @Nullable Double mean(VitalsStore.@Nullable Spread spread) {
        return spread == null ? null : spread.mean();
    }

    private static double seconds(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }
}
