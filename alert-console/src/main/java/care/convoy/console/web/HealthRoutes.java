package care.convoy.console.web;

import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.ConsoleClock;
import care.convoy.console.ConsolePorts;
import care.convoy.console.HealthSeries;
import care.convoy.console.HealthSeries.Bucket;
import care.convoy.console.HealthSeries.Query;
import care.convoy.console.HealthSeries.Span;
import care.convoy.console.Residents.ResidentRecord;
import care.convoy.console.feed.Feed;
import care.convoy.console.health.Chart;
import care.convoy.console.health.WeekSummary;
import care.convoy.console.health.Window;
import care.convoy.console.session.Caller;
import care.convoy.console.session.Permissions;
import care.convoy.console.wire.HealthJson;
import care.convoy.console.wire.Times;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A resident's charts and weekly page. Each is read for a purpose that the role must have; purpose and resident are in the audit.
 * Handlers run on the event loop, reading on virtual threads.
 */
final class HealthRoutes {
    private static final int MOST_ALERTS = 200;
    private static final int ALERTS_ON_A_PAGE = 6;
    private static final Duration OLDEST = Duration.ofDays(400);

    private final ConsolePorts ports;
    private final Feed feed;
    private final Offload offload;
    private final ConsoleClock clock;

    HealthRoutes(ConsolePorts ports, Feed feed, Offload offload, ConsoleClock clock) {
        this.ports = ports;
        this.feed = feed;
        this.offload = offload;
        this.clock = clock;
    }

    void chart(Call call) {
        String purpose = Optional.ofNullable(call.query("purpose")).orElse("");
        call.subject(call.id() + " " + purpose);
        if (!Permissions.purposes(call.caller().user().role()).contains(purpose)) {
            call.problem(Problem.FORBIDDEN);
            return;
        }
        List<AlertRow> open = openAlerts(call);
        if (purpose.equals("case") && open.isEmpty()) {
            call.problem(Problem.of(
                    403, "no-case", "No alert of this resident is open; read for the purpose care, if that is so."));
            return;
        }
        Window window = Window.named(Optional.ofNullable(call.query("window")).orElse("24h"))
                .orElseThrow();
        Instant moment = moment(call);
        if (moment == null) {
            call.problem(Problem.of(400, "bad-request", "to is an ISO 8601 time of the last 400 days, and not ahead."));
            return;
        }
        String id = call.id();
        offload.find(
                call,
                () -> ports.residents().byId(id).filter(found -> sees(call.caller(), found)),
                found -> found.brief().regionCode(),
                found -> offload.run(call, () -> chart(call.caller(), id, window, moment, open), call::ok));
    }

    private @Nullable Instant moment(Call call) {
        Instant now = clock.now();
        String to = call.query("to");
        Instant moment = to == null ? now : Times.instant(to).orElse(null);
        boolean known = moment != null && !moment.isAfter(now) && moment.isAfter(now.minus(OLDEST));
        return known ? moment : null;
    }

    private static boolean sees(Caller caller, ResidentRecord resident) {
        return caller.sees(resident.brief().regionCode());
    }

    private List<AlertRow> openAlerts(Call call) {
        String id = call.id();
        return feed.rows()
                .filter(row -> row.concerns(id) && call.caller().sees(row.regionCode()))
                .toList();
    }

    private JsonObject chart(Caller caller, String id, Window window, Instant moment, List<AlertRow> open) {
        Instant from = window.from(moment);
        Instant to = window.to(moment);
        List<Bucket> read = ports.health().buckets(new Query(id, from, to, window.read()));
        List<Bucket> shown = window.medians() ? Chart.coarser(read, from, window.step()) : read;
        List<Span> notWorn =
                window == Window.QUARTER ? null : ports.health().notWorn(new Query(id, from, to, window.read()));
        Chart chart = new Chart(from, to, window.step(), shown);
        JsonArray marks = new JsonArray();
        alerts(caller, id, open, from, to).forEach(row -> marks.add(HealthJson.mark(row)));
        return HealthJson.chart(id, window, chart, ports.health().limits(id), notWorn)
                .put("alerts", marks);
    }

    /** Open and ended ones of that time, newest first, at most {@value #MOST_ALERTS}. */
    private List<AlertRow> alerts(Caller caller, String id, List<AlertRow> open, Instant from, Instant to) {
        Map<String, AlertRow> rows = new LinkedHashMap<>();
        ports
                .alerts()
                .closed(new Alerts.ClosedQuery(caller.user().scope(), null, id, null, MOST_ALERTS))
                .rows()
                .stream()
                .filter(row -> caller.sees(row.regionCode()))
                .forEach(row -> rows.put(row.id(), row));
        open.forEach(row -> rows.put(row.id(), row));
        return rows.values().stream()
                .filter(row ->
                        !row.receivedAt().isBefore(from) && row.receivedAt().isBefore(to))
                .sorted(Comparator.comparing(AlertRow::receivedAt).reversed())
                .limit(MOST_ALERTS)
                .toList();
    }

    void week(Call call) {
        LocalDate last = lastDay(call);
        if (last == null) {
            call.problem(Problem.of(
                    400,
                    "bad-request",
                    "until is a day that is over, of the last 400, as 2026-11-22; the last of seven."));
            return;
        }
        List<AlertRow> open = openAlerts(call);
        String id = call.id();
        offload.find(
                call,
                () -> ports.residents().byId(id),
                found -> found.brief().regionCode(),
                found -> offload.run(call, () -> week(call.caller(), found, last, open), call::ok));
    }

    private @Nullable LocalDate lastDay(Call call) {
        LocalDate yesterday = Window.day(clock.now()).minusDays(1);
        String until = call.query("until");
        try {
            LocalDate last = until == null ? yesterday : LocalDate.parse(until);
            return last.isAfter(yesterday) || last.isBefore(yesterday.minusDays(OLDEST.toDays())) ? null : last;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private JsonObject week(Caller caller, ResidentRecord resident, LocalDate last, List<AlertRow> open) {
        String id = resident.brief().id();
        LocalDate first = last.minusDays(WeekSummary.DAYS - 1);
        Instant to = Window.midnight(last.plusDays(1));
        HealthSeries health = ports.health();
        List<Bucket> hours = health.buckets(
                new Query(id, Window.midnight(first.minusDays(WeekSummary.BEFORE)), to, Duration.ofHours(1)));
        WeekSummary summary = WeekSummary.of(hours, first, health.limits(id).limits());
        // what was tried out is no event of the person's
        List<AlertRow> alerts = alerts(caller, id, open, Window.midnight(first), to).stream()
                .filter(row -> row.status() != AlertRow.Status.TEST)
                .toList();
        JsonArray lines = new JsonArray();
        for (AlertRow row : alerts.stream().limit(ALERTS_ON_A_PAGE).toList()) {
            Optional<AlertDetail> detail = ports.alerts().detail(row.id());
            lines.add(detail.map(HealthJson::ended).orElseGet(() -> HealthJson.mark(row)));
        }
        return HealthJson.week(summary)
                .put("resident", HealthJson.person(resident.brief()))
                .put("from", first.toString())
                .put("until", last.toString())
                .put("alerts", lines)
                .put("alertsInAll", alerts.size());
    }
}
