package care.convoy.research;

import care.convoy.disclosure.CohortSeries;
import care.convoy.disclosure.DisclosureLog;
import care.convoy.disclosure.Doorkeeper;
import care.convoy.disclosure.Exchange;
import care.convoy.disclosure.Grant;
import care.convoy.disclosure.Scope;
import care.convoy.resident.Resident;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.StorageUnavailable;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /research/cohort}: measurements of many residents for research, as CSV. Thread-safe.
 *
 * <p>One export at a time; streamed line by line at the speed of the client. Purpose and criteria are in the audit before the first
 * line, how it ended after the last. An export that breaks off in the middle breaks the connection off: what was received is
 * not to be taken for whole.
 */
public final class CohortExport {
    /** Where it answers. */
    public static final String PATH = "/research";

    private static final Logger LOG = LoggerFactory.getLogger(CohortExport.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int SECRET_BYTES = 32;
    private static final int WAIT_SECONDS = 2;

    private final Sources sources;
    private final ZoneId zone;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Semaphore one = new Semaphore(1);

    /** What it answers from, and who may ask. */
    public record Sources(ResidentDirectory residents, CohortSeries series, Doorkeeper door, DisclosureLog log) {}

    /** @param zone of days */
    public CohortExport(Sources sources, ZoneId zone, InstantSource clock) {
        this.sources = sources;
        this.zone = zone;
        this.clock = clock;
    }

    /** Why not. */
    private record Refusal(int status, String name, String detail, int retryAfterSeconds) {
        Refusal(int status, String name, String detail) {
            this(status, name, detail, 0);
        }
    }

    /** Answers one request. @throws IOException if the client went away */
    public void answer(Exchange exchange) throws IOException {
        try {
            Doorkeeper.Decision decision = sources.door().admit(exchange.header("Authorization"), exchange.address());
            switch (decision) {
                case Doorkeeper.Admitted admitted -> admitted(exchange, admitted.grant());
                case Doorkeeper.Unknown _ ->
                    refuse(exchange, new Refusal(401, "not-logged-in", "Send 'Authorization: Bearer <token>'."));
                case Doorkeeper.TooOften often ->
                    refuse(exchange, new Refusal(429, "too-often", "Wait.", often.retryAfterSeconds()));
            }
        } catch (StorageUnavailable away) {
            refuse(exchange, new Refusal(503, "database-unavailable", "The records cannot be read now.", 5));
        }
    }

    private void admitted(Exchange exchange, Grant grant) throws IOException {
        if (!grant.has(Scope.COHORT_EXPORT)) {
            log(exchange, grant, "denied", "scope");
            refuse(
                    exchange,
                    new Refusal(403, "forbidden", "This token lacks the scope " + Scope.COHORT_EXPORT.wireName()));
        } else if (!exchange.method().equals("GET")) {
            refuse(exchange, new Refusal(405, "method-not-allowed", "Only GET."));
        } else if (!exchange.path().equals(PATH + "/cohort")) {
            refuse(exchange, new Refusal(404, "not-found", "There is " + PATH + "/cohort."));
        } else if (!free()) {
            refuse(exchange, new Refusal(503, "busy", "Another cohort is just being exported; one at a time.", 30));
        } else {
            try {
                export(exchange, grant);
            } finally {
                one.release();
            }
        }
    }

    /** Who has just received the end of an export may ask for the next one: how it ended is still being noted. */
    private boolean free() {
        try {
            return one.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void export(Exchange exchange, Grant grant) throws IOException {
        Criteria criteria;
        try {
            criteria = Criteria.parse(exchange.query(), grant);
        } catch (IllegalArgumentException wrong) {
            refuse(exchange, new Refusal(400, "bad-request", String.valueOf(wrong.getMessage())));
            return;
        }
        List<Resident> cohort = sources.residents().residents().stream()
                .filter(each -> grant.covers(each.regionCode()) && criteria.holds(each))
                .toList();
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        List<Disguise.Shown> shown = Disguise.of(cohort, secret, criteria.from());
        if (shown.isEmpty()) {
            log(exchange, grant, "denied", "too few: " + criteria.text());
            refuse(
                    exchange,
                    new Refusal(
                            422,
                            "too-few",
                            "Fewer than " + Disguise.LEAST
                                    + " people fit: they could be recognised. Ask more widely."));
            return;
        }
        log(exchange, grant, "begun", "residents=" + shown.size() + " " + criteria.text());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/csv; charset=utf-8; header=present");
        headers.put("Content-Disposition", "attachment; filename=\"cohort.csv\"");
        headers.put("Convoy-Least-Group", Integer.toString(Disguise.LEAST));
        headers.put("Convoy-Residents", Integer.toString(shown.size()));
        long lines = 0;
        boolean whole = false;
        try {
            OutputStream out = exchange.begin(200, headers);
            lines = write(out, shown, criteria);
            out.close();
            whole = true;
        } catch (StorageUnavailable away) {
            // the head is sent: breaking off is all that is left to tell
            LOG.warn("a cohort broke off: {}", away.getMessage());
        } catch (UncheckedIOException gone) {
            throw new IOException("client gone", gone);
        } finally {
            noteEnd(exchange, grant, whole ? "done" : "failed", whole ? "lines=" + lines : "broken off");
        }
    }

    /** The answer is out: that it was begun, for what and for whom, is in the audit already. */
    private void noteEnd(Exchange exchange, Grant grant, String outcome, String detail) {
        try {
            log(exchange, grant, outcome, detail);
        } catch (StorageUnavailable away) {
            LOG.warn("the end of a cohort is not in the audit: grant={} outcome={} {}", grant.name(), outcome, detail);
        }
    }

    private long write(OutputStream out, List<Disguise.Shown> shown, Criteria criteria) throws IOException {
        Map<String, Disguise.Shown> people = HashMap.newHashMap(shown.size());
        shown.forEach(each -> people.put(each.resident().value(), each));
        out.write(CohortCsv.HEADER.getBytes(StandardCharsets.US_ASCII));
        CohortCsv csv = new CohortCsv(out, people, criteria.grain(), zone);
        return sources.series()
                .read(
                        new CohortSeries.Query(
                                shown.stream().map(Disguise.Shown::resident).toList(),
                                criteria.begin(zone),
                                criteria.end(zone),
                                criteria.grain()),
                        csv::write);
    }

    private void log(Exchange exchange, Grant grant, String outcome, String detail) {
        sources.log()
                .record(new DisclosureLog.Entry(
                        clock.millis(),
                        grant.name(),
                        exchange.address(),
                        "research.cohort",
                        "",
                        outcome,
                        detail + " grant='" + grant.purpose().replace('\'', ' ') + "'"));
    }

    private static void refuse(Exchange exchange, Refusal refusal) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/problem+json");
        if (refusal.status == 401) {
            headers.put("WWW-Authenticate", "Bearer realm=\"convoy-research\"");
        }
        if (refusal.retryAfterSeconds > 0) {
            headers.put("Retry-After", Integer.toString(refusal.retryAfterSeconds));
        }
        try (JsonGenerator json = JSON.createGenerator(exchange.begin(refusal.status, headers))) {
            json.writeStartObject();
            json.writeStringField("type", "urn:convoy:problem:" + refusal.name);
            json.writeNumberField("status", refusal.status);
            json.writeStringField("detail", refusal.detail);
            json.writeEndObject();
        }
    }
}
