package care.convoy.fhir;

import care.convoy.disclosure.DisclosureLog;
import care.convoy.disclosure.Doorkeeper;
import care.convoy.disclosure.Exchange;
import care.convoy.disclosure.Grant;
import care.convoy.disclosure.Measurements;
import care.convoy.ingest.DeviceRegistry;
import care.convoy.ingest.LatestBoard;
import care.convoy.resident.ResidentDirectory;
import care.convoy.resident.StorageUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers below {@code /fhir}. Thread-safe; each request on a thread of its own, which may block.
 *
 * <p>At most two questions are put to the database at once; a third waits for 2 s and is then told to come again (503). A page
 * is at most 1,000 resources, read before its first byte is sent; the connection to the database is given back before. What is
 * handed out is in the audit before: without the audit nothing is.
 */
public final class FhirServer {
    /** Where it answers. */
    public static final String PATH = "/fhir";

    private static final Logger LOG = LoggerFactory.getLogger(FhirServer.class);
    private static final String TYPE = "application/fhir+json;charset=utf-8";
    private static final int READING_AT_ONCE = 2;
    private static final long READING_WAIT_SECONDS = 2;

    private final Sources sources;
    private final InstantSource clock;
    private final long startedMillis;
    private final Semaphore reading = new Semaphore(READING_AT_ONCE, true);
    private final ObservationSearch observations;
    private final Records records;
    private final Everything everything;

    /** What it answers from, and who may ask. */
    public record Sources(
            ResidentDirectory residents,
            DeviceRegistry devices,
            LatestBoard latest,
            Measurements measurements,
            Doorkeeper door,
            DisclosureLog log) {}

    /**
     * @param derive 32 hexadecimal digits for a purpose, the same on every gateway of a database
     * @param zone of dates that name none
     */
    public FhirServer(Sources sources, UnaryOperator<String> derive, ZoneId zone, InstantSource clock) {
        this.sources = sources;
        this.clock = clock;
        this.startedMillis = clock.millis();
        FhirIds ids = new FhirIds(derive.apply("fhir observation ids"));
        PageToken tokens = new PageToken(derive.apply("fhir page tokens"));
        this.observations = new ObservationSearch(sources.measurements(), ids, tokens, zone);
        this.records = new Records(sources.latest(), tokens);
        this.everything = new Everything(records, new ObservationPages(sources.measurements(), ids), tokens, zone);
    }

    /** Answers one request. @throws IOException if the client went away */
    public void answer(Exchange exchange) throws IOException {
        Answer answer;
        try {
            answer = answered(exchange);
        } catch (FhirProblem problem) {
            outcome(exchange, problem);
            return;
        } catch (StorageUnavailable away) {
            outcome(exchange, new FhirProblem(503, "transient", "The database cannot be read now; try again", 5));
            return;
        } catch (RuntimeException broken) {
            LOG.error("fhir request failed", broken);
            outcome(exchange, new FhirProblem(500, "exception", "The server failed; it is logged"));
            return;
        }
        write(exchange, 200, Map.of(), answer.body());
    }

    private Answer answered(Exchange exchange) {
        List<String> path = segments(exchange.path());
        String base = exchange.origin() + PATH;
        wantsJson(exchange);
        if (!exchange.method().equals("GET")) {
            throw new FhirProblem(405, "not-supported", "Only GET: this server is read only");
        }
        if (path.equals(List.of("metadata"))) {
            return new Answer(
                    "",
                    "",
                    "",
                    to -> to.resource("CapabilityStatement", each -> Capability.write(each, base, startedMillis)));
        }
        Grant grant = admitted(exchange);
        boolean strict = prefers(exchange.header("Prefer"), "handling=strict");
        Ask ask = new Ask(
                grant,
                new Visible(grant, sources.residents(), sources.devices()),
                base,
                String.join("/", path),
                Parameters.parse(exchange.query()),
                strict);
        try {
            Answer answer = reading(() -> route(ask, path));
            log(exchange, grant, "fhir." + answer.action(), answer.subject(), "done", answer.detail());
            return answer;
        } catch (FhirProblem problem) {
            if (problem.status() == 403 || problem.status() == 404) {
                String asked = FhirProblem.shown(String.join("/", path));
                log(exchange, grant, "fhir.refused", "", "denied", "status=" + problem.status() + " " + asked);
            }
            throw problem;
        }
    }

    private Grant admitted(Exchange exchange) {
        return switch (sources.door().admit(exchange.header("Authorization"), exchange.address())) {
            case Doorkeeper.Admitted admitted -> admitted.grant();
            case Doorkeeper.Unknown _ ->
                throw new FhirProblem(
                        401,
                        "login",
                        "Send 'Authorization: Bearer <token>' with a token that is neither revoked nor expired");
            case Doorkeeper.TooOften often ->
                throw new FhirProblem(
                        429, "throttled", "Too many requests; wait as Retry-After says", often.retryAfterSeconds());
        };
    }

    private Answer route(Ask ask, List<String> path) {
        String type = path.isEmpty() ? "" : path.getFirst();
        if (path.size() == 3 && type.equals("Patient") && path.get(2).equals("$everything")) {
            return everything.of(ask, path.get(1));
        }
        if (path.size() == 1) {
            return switch (type) {
                case "Patient" -> records.patients(ask);
                case "Observation" -> observations.search(ask);
                case "Device" -> records.devices(ask);
                case "DeviceMetric" -> records.metrics(ask);
                default -> throw FhirProblem.noRoute(String.join("/", path), null);
            };
        }
        if (path.size() == 2) {
            return switch (type) {
                case "Patient" -> records.patient(ask, path.get(1));
                case "Observation" -> observations.read(ask, path.get(1));
                case "Device" -> records.device(ask, path.get(1));
                case "DeviceMetric" -> records.metric(ask, path.get(1));
                default -> throw FhirProblem.noRoute(String.join("/", path), null);
            };
        }
        throw FhirProblem.noRoute(String.join("/", path), null);
    }

    private Answer reading(Supplier<Answer> work) {
        try {
            if (!reading.tryAcquire(READING_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new FhirProblem(503, "throttled", "Too many are asking at once; try again", 1);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new FhirProblem(503, "transient", "The server is being stopped", 5);
        }
        try {
            return work.get();
        } finally {
            reading.release();
        }
    }

    private void log(Exchange exchange, Grant grant, String action, String subject, String outcome, String detail) {
        sources.log()
                .record(new DisclosureLog.Entry(
                        clock.millis(), grant.name(), exchange.address(), action, subject, outcome, detail));
    }

    /** Below {@link #PATH}, decoded. */
    private static List<String> segments(String path) {
        String below = path.substring(Math.min(path.length(), PATH.length()));
        return Arrays.stream(below.split("/"))
                .filter(each -> !each.isEmpty())
                .map(each -> Parameters.decode(each.replace("+", "%2B")))
                .toList();
    }

    private static void wantsJson(Exchange exchange) {
        String format = Parameters.parse(exchange.query()).one("_format").orElse(null);
        String wanted = format == null ? exchange.header("Accept") : format.replace(' ', '+');
        if (wanted == null || wanted.isBlank()) {
            return;
        }
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (!lower.contains("json") && !lower.contains("*/*") && !lower.contains("application/*")) {
            throw new FhirProblem(
                    406, "not-supported", "Only application/fhir+json; send that as Accept or _format=json");
        }
    }

    private static boolean prefers(@Nullable String header, String what) {
        return header != null
                && header.replace(" ", "").toLowerCase(Locale.ROOT).contains(what);
    }

    private static void outcome(Exchange exchange, FhirProblem problem) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (problem.status() == 401) {
            headers.put("WWW-Authenticate", "Bearer realm=\"convoy-fhir\"");
        }
        if (problem.status() == 405) {
            headers.put("Allow", "GET");
        }
        if (problem.retryAfterSeconds() > 0) {
            headers.put("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        write(
                exchange,
                problem.status(),
                headers,
                to -> to.resource(
                        "OperationOutcome",
                        each -> each.list(
                                "issue",
                                list -> list.object(issue -> issue.text("severity", "error")
                                        .text("code", problem.code())
                                        .text("diagnostics", problem.diagnostics())))));
    }

    private static void write(Exchange exchange, int status, Map<String, String> more, FhirJson.Part body)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", TYPE);
        OutputStream out = exchange.begin(status, headers);
        FhirJson json = new FhirJson(out);
        body.write(json);
        // ends the answer too; after a failure it stays open, and the connection is broken off
        json.close();
    }
}
