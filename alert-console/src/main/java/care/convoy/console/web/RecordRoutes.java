package care.convoy.console.web;

import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.ConsoleClock;
import care.convoy.console.ConsolePorts;
import care.convoy.console.Operator;
import care.convoy.console.RecordsUnavailable;
import care.convoy.console.Residents;
import care.convoy.console.Tasks;
import care.convoy.console.VitalsSeries;
import care.convoy.console.feed.Feed;
import care.convoy.console.session.Caller;
import care.convoy.console.wire.AlertJson;
import care.convoy.console.wire.CaseJson;
import care.convoy.console.wire.RecordJson;
import care.convoy.console.wire.Times;
import care.convoy.console.wire.WarningJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read: alerts, records, series, tasks. Each within the caller's region, names masked unless the case is theirs. */
final class RecordRoutes {
    private static final int MAX_POINTS = 2_000;
    private static final int USUAL_POINTS = 240;
    private static final int ALL = 10_000;
    private static final int PAGE = 100;
    private static final int WARNINGS = 5;
    private static final Comparator<AlertRow> QUEUE = Comparator.comparing(
                    (AlertRow row) -> row.state().isHeld())
            .thenComparing(AlertRow::priority)
            .thenComparing(AlertRow::attentionAt)
            .thenComparing(AlertRow::id);

    private final ConsolePorts ports;
    private final Feed feed;
    private final Offload offload;
    private final ConsoleClock clock;

    RecordRoutes(ConsolePorts ports, Feed feed, Offload offload, ConsoleClock clock) {
        this.ports = ports;
        this.feed = feed;
        this.offload = offload;
        this.clock = clock;
    }

    void alerts(Call call) {
        String state = Optional.ofNullable(call.query("state")).orElse("open");
        String resident = call.query("residentId");
        boolean closed = state.equals("closed")
                || (!state.equals("open") && !AlertRow.State.valueOf(state).isOpen());
        if (closed) {
            closedAlerts(call, state.equals("closed") ? null : AlertRow.State.valueOf(state), resident);
            return;
        }
        List<AlertRow> rows = feed.rows()
                .filter(row -> call.caller().sees(row.regionCode()))
                .filter(row -> state.equals("open") || row.state().name().equals(state))
                .filter(row -> resident == null
                        || (row.resident() != null && row.resident().id().equals(resident)))
                .toList();
        int limit = call.query("limit", ALL);
        // ten thousand rows take the loop too long to write
        offload.run(call, () -> rows(rows.stream().sorted(QUEUE).limit(limit).toList()), call::ok);
    }

    private static JsonObject rows(List<AlertRow> rows) {
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(AlertJson.full(row)));
        return new JsonObject().put("alerts", array);
    }

    private void closedAlerts(Call call, AlertRow.@Nullable State state, @Nullable String resident) {
        Alerts.ClosedQuery query = new Alerts.ClosedQuery(
                call.caller().user().scope(), state, resident, call.query("before"), call.query("limit", PAGE));
        offload.run(call, () -> ports.alerts().closed(query), page -> {
            List<AlertRow> seen = page.rows().stream()
                    .filter(row -> call.caller().sees(row.regionCode()))
                    .toList();
            JsonObject json = rows(seen);
            call.ok(page.next() == null ? json : json.put("next", page.next()));
        });
    }

    void alert(Call call) {
        offload.find(
                call,
                () -> ports.alerts().detail(call.id()).map(this::withResident),
                found -> found.detail().row().regionCode(),
                found -> call.ok(json(call.caller(), found)));
    }

    /** @param household others at the same device @param warnings in force where the resident lives */
    private record Found(
            AlertDetail detail,
            Residents.@Nullable ResidentRecord resident,
            List<Residents.ResidentRecord> household,
            JsonArray warnings) {}

    /** The record beside the alert; an alert is shown without it when the record cannot be read. */
    private Found withResident(AlertDetail detail) {
        AlertRow.Brief brief = detail.row().resident();
        if (brief == null) {
            return new Found(detail, null, List.of(), new JsonArray());
        }
        try {
            List<Residents.ResidentRecord> others = detail.row().household().stream()
                    .flatMap(other -> ports.residents().byId(other.id()).stream())
                    .toList();
            JsonArray warnings = new JsonArray();
            ports.warnings().ofResident(brief.id()).stream()
                    .limit(WARNINGS)
                    .forEach(each -> warnings.add(WarningJson.brief(each)));
            return new Found(detail, ports.residents().byId(brief.id()).orElse(null), others, warnings);
        } catch (RecordsUnavailable e) {
            return new Found(detail, null, List.of(), new JsonArray());
        }
    }

    private JsonObject json(Caller caller, Found found) {
        AlertRow row = found.detail().row();
        String user = caller.user().login();
        boolean mine = row.state().isOpen()
                && row.owner() != null
                && row.owner().operator().user().equals(user);
        JsonObject json = CaseJson.detail(found.detail(), mine);
        if (found.resident() != null) {
            json.put("resident", RecordJson.resident(found.resident(), !mayKnow(caller, found.resident())));
            json.put("warnings", found.warnings());
        }
        if (!found.household().isEmpty()) {
            JsonArray others = new JsonArray();
            found.household().forEach(other -> others.add(RecordJson.resident(other, !mayKnow(caller, other))));
            json.put("residents", others);
        }
        JsonArray viewers = new JsonArray();
        feed.viewers(row.id()).stream()
                .filter(viewer -> !viewer.user().equals(user))
                .map(Operator::name)
                .forEach(viewers::add);
        return json.put("viewers", viewers);
    }

    /** Whether the caller holds an open case of this resident. */
    private boolean mayKnow(Caller caller, Residents.ResidentRecord resident) {
        return caller.may("claimAlert")
                && feed.heldBy(caller.user().login()).stream()
                        .anyMatch(row -> row.concerns(resident.brief().id()));
    }

    void resident(Call call) {
        offload.find(
                call,
                () -> ports.residents().byId(call.id()),
                found -> found.brief().regionCode(),
                found -> call.ok(RecordJson.resident(found, !mayKnow(call.caller(), found))));
    }

    void vitals(Call call) {
        VitalsSeries.Query query = query(call);
        if (query == null) {
            call.problem(Problem.of(
                    400,
                    "bad-request",
                    "from and to are ISO 8601 times, from before to; step is 300,"
                            + " 5m or PT5M, so that there are at most " + MAX_POINTS + " steps."));
            return;
        }
        offload.run(call, () -> series(call.caller(), query), found -> {
            if (found.isEmpty()) {
                call.problem(Problem.NOT_FOUND);
            } else {
                call.ok(RecordJson.vitals(query, found.get()));
            }
        });
    }

    private Optional<List<VitalsSeries.Point>> series(Caller caller, VitalsSeries.Query query) {
        return ports.residents()
                .byId(query.resident())
                .filter(resident -> caller.sees(resident.brief().regionCode()))
                .map(resident -> ports.vitals().series(query));
    }

    private VitalsSeries.@Nullable Query query(Call call) {
        String toText = call.query("to");
        String fromText = call.query("from");
        String stepText = call.query("step");
        Instant to = toText == null ? clock.now() : Times.instant(toText).orElse(null);
        if (to == null) {
            return null;
        }
        Instant from = fromText == null
                ? to.minus(Duration.ofDays(1))
                : Times.instant(fromText).orElse(null);
        if (from == null || !from.isBefore(to)) {
            return null;
        }
        Duration range = Duration.between(from, to);
        Duration step = stepText == null
                ? Duration.ofSeconds(Math.max(60, range.toSeconds() / USUAL_POINTS))
                : Times.step(stepText).orElse(null);
        if (step == null || range.toSeconds() / step.toSeconds() > MAX_POINTS) {
            return null;
        }
        return new VitalsSeries.Query(call.id(), from, to, step);
    }

    void tasks(Call call) {
        int limit = call.query("limit", ALL);
        offload.run(
                call,
                () -> {
                    JsonArray tasks = new JsonArray();
                    ports.tasks().open().stream()
                            .filter(task -> task.resident() == null
                                    || call.caller().sees(task.resident().regionCode()))
                            .sorted(Comparator.comparing(Tasks.Task::lastAt).reversed())
                            .limit(limit)
                            .forEach(task -> tasks.add(RecordJson.task(task)));
                    return new JsonObject().put("tasks", tasks);
                },
                call::ok);
    }

    /** An unknown device belongs to no region: whoever may ask sees all of it. */
    void quarantine(Call call) {
        int limit = call.query("limit", ALL);
        offload.run(
                call,
                () -> {
                    JsonArray devices = new JsonArray();
                    ports.unknown().quarantine().stream()
                            .limit(limit)
                            .forEach(device -> devices.add(RecordJson.quarantined(device)));
                    return new JsonObject().put("devices", devices);
                },
                call::ok);
    }

    void system(Call call) {
        call.ok(feed.system());
    }
}
