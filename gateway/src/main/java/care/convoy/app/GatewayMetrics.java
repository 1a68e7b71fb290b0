package care.convoy.app;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.aeron.AeronAlertLog;
import care.convoy.alertlog.aeron.AlertLogCounters;
import care.convoy.alertlog.emergency.EmergencyCounters;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.console.feed.FeedStats;
import care.convoy.console.web.ConsoleServer;
import care.convoy.disk.DiskWatch;
import care.convoy.monitoring.HealthMonitor;
import care.convoy.observation.Metrics;
import care.convoy.vitals.presence.SilenceWheel;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names for what the parts count; listed with their meaning in {@code docs/operations.md}. */
final class GatewayMetrics {
    private GatewayMetrics() {}

    static void bind(Metrics metrics, Gateway gateway) {
        ListenerMetrics.bind(metrics, gateway);
        lanes(metrics, gateway);
        log(metrics, gateway);
        core(metrics, gateway);
        effects(metrics, gateway);
        downlinks(metrics, gateway);
        rules(metrics, gateway);
        database(metrics, gateway);
        console(metrics, gateway);
        metrics.byKey(
                "canary.age.seconds",
                "since a test press last came through; absent before the first",
                "probe",
                gateway.canary()::agesSeconds);
        metrics.byKey("canary.failures", "test presses that failed", "probe", gateway.canary()::failures);
        metrics.gauge(
                "ready",
                "1 if alarms can be taken and made durable",
                () -> gateway.health().complaints().isEmpty() ? 1 : 0);
    }

    private static void lanes(Metrics metrics, Gateway gateway) {
        metrics.gauge("lane.depth", "messages waiting", gateway.telemetry()::depth, "lane", "telemetry");
        metrics.gauge("lane.depth", "messages waiting", gateway.intake()::alarmsInFlight, "lane", "alarm");
        metrics.counter(
                "lane.shed", "messages not taken for want of room", gateway.telemetry()::shed, "lane", "telemetry");
        metrics.counter(
                "lane.shed",
                "messages not taken for want of room",
                gateway.intake().counters()::noRoom,
                "lane",
                "alarm");
        metrics.counter("alarms", "heard, repeats included", gateway.intake().counters()::alarms);
        metrics.counter("alarms.durable", "committed", gateway.intake().counters()::durable);
        metrics.counter(
                "alarms.resubmitted", "sent to the log again", gateway.intake().counters()::resubmitted);
        metrics.counter(
                "alarms.not.durable",
                "left to the device to repeat",
                gateway.intake().counters()::notDurable);
        metrics.counter(
                "alarms.damaged",
                "taken although parts could not be read",
                gateway.intake().counters()::damaged);
    }

    private static void log(Metrics metrics, Gateway gateway) {
        for (AlertLogCounters.Count count : AlertLogCounters.Count.values()) {
            metrics.counter(
                    "log.events",
                    "of the alert log, by kind",
                    () -> engine(gateway, 0L, log -> log.counters().get(count)),
                    "kind",
                    count.name().toLowerCase(Locale.ROOT));
        }
        metrics.byKey(
                "log.commit.micros",
                "commands by time from submit to durable answer, cumulative",
                "le",
                () -> engine(gateway, Map.<String, Long>of(), log -> latency(log.counters())));
        metrics.counter(
                "log.commit.micros.sum",
                "all those times together",
                () -> engine(gateway, 0L, log -> log.counters().latencySumMicros()));
        metrics.gauge(
                "log.outstanding",
                "commands that wait for their answer",
                () -> engine(gateway, 0L, log -> log.counters().outstanding()));
        metrics.gauge(
                "log.bytes", "committed since the log was created", () -> engine(gateway, 0L, AeronAlertLog::logBytes));
        metrics.gauge(
                "log.history.bytes",
                "events kept on this node's disk",
                () -> engine(gateway, 0L, AeronAlertLog::historyBytes));
        metrics.gauge(
                "log.history.waiting.bytes",
                "those of them that are not yet in the database",
                () -> engine(gateway, 0L, AeronAlertLog::historyBytesWaiting));
        metrics.gauge(
                "log.history.lost",
                "events that could not be kept",
                () -> engine(gateway, 0L, AeronAlertLog::historyLostEvents));
        metrics.counter("log.restarts", "after it stopped by itself", gateway.durable()::restarts);
        members(metrics, gateway);
        emergency(metrics, gateway);
        disks(metrics, gateway);
    }

    private static void members(Metrics metrics, Gateway gateway) {
        metrics.gauge(
                "log.members.up",
                "members heard of within 3 s",
                () -> engine(
                        gateway,
                        0L,
                        log -> log.members().stream()
                                .filter(AeronAlertLog.MemberState::up)
                                .count()));
        metrics.gauge("log.leads", "1 if this member leads", () -> gateway.log().leads() ? 1 : 0);
        metrics.gauge(
                "log.members.differ",
                "1 if members have different states: they no longer agree on who needs help",
                () -> engine(gateway, 0, log -> log.difference().isPresent() ? 1 : 0));
        metrics.gauge(
                "log.healthy",
                "1 if the log takes commands",
                () -> gateway.log().health() == AlertLog.Health.READY ? 1 : 0);
    }

    /** The figures of the log that was started last; counters begin anew with each start. */
    private static <T> T engine(Gateway gateway, T without, Function<AeronAlertLog, T> figure) {
        AeronAlertLog log = gateway.durable().engine();
        return log == null ? without : figure.apply(log);
    }

    private static void disks(Metrics metrics, Gateway gateway) {
        metrics.gauge(
                "disk.level",
                "0 ok, 1 low, 2 only alarms are taken, 3 the alert log is left",
                () -> gateway.disks().level().severity());
        for (String place : List.of("log", "emergency", "data")) {
            metrics.gauge(
                    "disk.free.bytes",
                    "for this process",
                    () -> {
                        DiskWatch.Finding found = gateway.disks().findings().get(place);
                        return found == null ? -1 : found.freeBytes();
                    },
                    "place",
                    place);
        }
        metrics.counter(
                "disk.refused",
                "messages refused for want of room",
                gateway.intake().counters()::refusedForRoom);
    }

    private static void emergency(Metrics metrics, Gateway gateway) {
        SafeguardedLog log = gateway.log();
        metrics.gauge(
                "emergency.degraded",
                "1 while the gateway goes on without the log",
                () -> log.health() == AlertLog.Health.DEGRADED ? 1 : 0);
        metrics.counter("emergency.seconds", "without the log, in all", log::degradedSeconds);
        metrics.gauge("emergency.journal.usable", "1 if it can be written", () -> log.isJournalUsable() ? 1 : 0);
        metrics.gauge("emergency.journal.bytes", "of 16 MB, not yet taken over by the log", log::journalBytes);
        for (EmergencyCounters.Count count : EmergencyCounters.Count.values()) {
            metrics.counter(
                    "emergency.events",
                    "by kind",
                    () -> log.counters().get(count),
                    "kind",
                    count.name().toLowerCase(Locale.ROOT));
        }
    }

    private static Map<String, Long> latency(AlertLogCounters counters) {
        long[] bounds = AlertLogCounters.latencyBoundsMicros();
        long[] counts = counters.latencyCounts();
        Map<String, Long> cumulative = new TreeMap<>();
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i];
            cumulative.put(i < bounds.length ? String.valueOf(bounds[i]) : "+Inf", sum);
        }
        return cumulative;
    }

    private static void core(Metrics metrics, Gateway gateway) {
        metrics.byKey("alerts.open", "by state and priority", "state_priority", () -> openAlerts(gateway));
        metrics.gauge("tasks.open", "P4 and P5", () -> gateway.board().tasks().size());
        metrics.gauge("alerts.oldest.unclaimed.seconds", "0 if none waits", () -> oldestUnclaimedSeconds(gateway));
    }

    private static Map<String, Integer> openAlerts(Gateway gateway) {
        Map<String, Integer> byState = new TreeMap<>();
        for (AlertView alert : gateway.board().open()) {
            byState.merge(alert.state() + "/" + alert.priority(), 1, Integer::sum);
        }
        return byState;
    }

    private static long oldestUnclaimedSeconds(Gateway gateway) {
        long now = System.currentTimeMillis();
        return gateway.board().open().stream()
                .filter(alert -> alert.owner() == null && alert.state() != AlertState.PRE_ALARM)
                .mapToLong(alert -> Math.max(0, now - alert.attentionAtMillis()) / 1_000)
                .max()
                .orElse(0);
    }

    private static void downlinks(Metrics metrics, Gateway gateway) {
        var counters = gateway.deliveries().counters();
        metrics.gauge("intents.pending", "not at their end", gateway.deliveries()::pending);
        metrics.gauge("intents.in.flight", "sent here, to be confirmed", gateway.deliveries()::inFlight);
        metrics.counter("intents.sent", "handed to a connection, repeats included", counters::sent);
        metrics.counter("intents.repeated", "handed to a connection again", counters::repeated);
        metrics.counter("intents.confirmed", "that a device has, or has done", counters::confirmed);
        metrics.counter("intents.refused", "that a device cannot do, or not now", counters::refused);
        metrics.counter("intents.dropped", "for which a connection had no room", counters::dropped);
        metrics.counter("intents.held", "that waited for others on their way", counters::held);
        metrics.counter("intents.reports.resubmitted", "not answered by the log", counters::resubmitted);
    }

    private static void rules(Metrics metrics, Gateway gateway) {
        HealthMonitor rules = gateway.healthRules();
        if (rules == null) {
            return;
        }
        metrics.gauge("lane.depth", "messages waiting", gateway.heard()::depth, "lane", "rules");
        metrics.counter("lane.shed", "messages not taken for want of room", gateway.heard()::skipped, "lane", "rules");
        metrics.counter("rules.findings", "what health rules found", rules::findings);
        metrics.counter("rules.findings.said", "of these, or their end, in the alert log", rules::said);
        metrics.counter("rules.findings.dropped", "for which there was no room", rules::dropped);
        metrics.counter("rules.asked", "measurements that devices were asked to take again", rules::asked);
        metrics.counter("rules.failures", "exceptions of rules; the person's state began anew", rules::failures);
        metrics.counter("rules.unjudged", "messages of persons for whom the heap has no room", rules::unjudged);
        metrics.counter(
                "rules.learned.failures", "tries to read or keep what is usual for persons", rules::learnedFailures);
        metrics.gauge("devices.unwatched", "whose silence nobody would notice: no slot", rules::unwatched);
        for (SilenceWheel.State state : SilenceWheel.State.values()) {
            if (state != SilenceWheel.State.ABSENT) {
                metrics.gauge(
                        "devices.watched",
                        "by whether they are heard",
                        () -> rules.devices(state),
                        "state",
                        state.name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static void effects(Metrics metrics, Gateway gateway) {
        var counters = gateway.effects().counters();
        metrics.gauge("effects.waiting", "for their channel", gateway.effects()::depth);
        metrics.counter("effects.executed", "given to a channel", counters::executed);
        metrics.counter("effects.taken.over", "found in the core's state", counters::takenOver);
        metrics.counter("effects.no.channel", "for which there is no channel", counters::noChannel);
        metrics.counter("effects.broken", "whose channel failed by itself", counters::broken);
        metrics.counter("effects.overtaken", "left to another node", counters::overtaken);
        metrics.counter("effects.postponed", "that found no room at once", counters::postponed);
        metrics.gauge("effect.reports.waiting", "not answered by the log", gateway.effects()::reportsWaiting);
        metrics.counter("effect.reports", "answered by the log", counters::reports);
        metrics.counter("effect.reports.resubmitted", "sent to the log again", counters::resubmitted);
        metrics.counter("effect.reports.refused", "of alerts that have ended", counters::refused);
        metrics.counter("effect.reports.dropped", "given up", counters::dropped);
    }

    private static void database(Metrics metrics, Gateway gateway) {
        var counters = gateway.store().counters();
        metrics.gauge("database.up", "1 if it answers", () -> gateway.store().isUp() ? 1 : 0);
        metrics.counter("vitals.rows", "written", counters::rowsWritten);
        metrics.counter("vitals.batches", "written", counters::batches);
        metrics.gauge("vitals.batch.rows", "of the last batch", counters::lastBatchRows);
        metrics.gauge("vitals.lag.millis", "age of the last row when it was written", counters::vitalsLagMillis);
        metrics.counter("vitals.spooled", "rows kept on disk while the database was away", counters::rowsSpooled);
        metrics.counter("vitals.replayed", "of those, brought to the database", counters::rowsReplayed);
        metrics.counter("vitals.dropped", "of those, given up for want of room", counters::rowsDropped);
        metrics.counter("vitals.refused", "rows that the database would not take", counters::rowsRefused);
        metrics.counter("vitals.quarantined", "rows whose time cannot be", counters::rowsQuarantined);
        metrics.counter("vitals.rollup.runs", "led by this gateway", counters::rollupRuns);
        metrics.counter("vitals.rollup.rows", "means written or changed", counters::rollupRows);
        metrics.counter("vitals.rollup.millis", "that took", counters::rollupMillis);
        metrics.counter("vitals.chunks.dropped", "of the series, too old", counters::chunksDropped);
        metrics.gauge("vitals.spool.bytes", "on disk", counters::spoolBytes);
        metrics.counter("projector.events", "brought to the database", counters::eventsProjected);
        metrics.gauge("projector.lag.events", "waiting", counters::projectionLagEvents);
        metrics.gauge("projector.lag.millis", "age of the oldest waiting", counters::projectionLagMillis);
        metrics.counter("audit.overflowed", "entries in the log file only", gateway.audit()::overflowed);
    }

    private static void console(Metrics metrics, Gateway gateway) {
        feed(metrics, gateway, "feed.connections", "open now", FeedStats::connections);
        feed(metrics, gateway, "feed.frames", "written", FeedStats::frames);
        feed(metrics, gateway, "feed.conflated", "changes overtaken by newer ones", FeedStats::conflated);
        feed(metrics, gateway, "feed.dropped", "readers that took nothing for too long", FeedStats::dropped);
        feed(metrics, gateway, "feed.refused", "for want of room", FeedStats::refused);
    }

    private static void feed(
            Metrics metrics, Gateway gateway, String name, String help, Function<FeedStats, ? extends Number> value) {
        metrics.gauge(name, help, () -> {
            @Nullable ConsoleServer console = gateway.console();
            return console == null ? 0 : value.apply(console.feedStats());
        });
    }
}
