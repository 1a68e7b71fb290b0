package care.convoy.app;

import care.convoy.alertlog.AlertLog;
import care.convoy.alertlog.aeron.AeronAlertLog;
import care.convoy.alertlog.emergency.EmergencyCounters.Count;
import care.convoy.alertlog.emergency.SafeguardedLog;
import care.convoy.console.SystemState;
import care.convoy.disk.DiskLevel;
import care.convoy.ingest.FailureLedger;
import care.convoy.ingest.Quarantine;
import care.convoy.tls.TlsSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the gateway is: for {@code ./convoy status} and for the console. From memory, never blocks. */
final class StatusLines {
    private static final int MOST_NAMED = 5;
    /** The log file and the status say so earlier. */
    private static final Duration SHOW_EXPIRY_WITHIN = Duration.ofDays(14);

    private StatusLines() {}

    static List<String> of(Gateway gateway) {
        List<String> lines = new ArrayList<>();
        Map<String, String> complaints = gateway.health().complaints();
        lines.add("ready          " + (complaints.isEmpty() ? "yes" : "NO: " + complaints));
        int copies = gateway.config().membership().copies();
        AeronAlertLog engine = gateway.durable().engine();
        lines.add("alert log      " + gateway.log().health() + ", " + (copies == 1 ? "1 copy, " : copies + " copies, ")
                + (engine == null
                        ? "not started yet"
                        : engine.logBytes() + " bytes; events " + engine.historyBytes() + " bytes, "
                                + engine.historyBytesWaiting() + " of them not yet in the database"));
        lines.add("emergency      " + emergency(gateway.log()));
        if (engine != null) {
            if (copies > 1) {
                lines.add("members        " + members(gateway, engine));
            }
            engine.difference().ifPresent(how -> lines.add("MEMBERS DIFFER " + how));
        }
        lines.add("disks          " + gateway.disks().describe() + ", "
                + gateway.intake().counters().refusedForRoom() + " messages refused for want of room");
        lines.add("open alerts    " + gateway.board().open().size() + ", tasks "
                + gateway.board().tasks().size());
        lines.add("devices        " + gateway.memory().devices().size() + " provisioned, native "
                + gateway.listeners().tcp().counters().connectionsOpen() + " connected, watches "
                + gateway.listeners().watch().devices() + " on "
                + gateway.listeners().watch().counters().connectionsOpen() + " connections, JT/T 808 "
                + gateway.listeners().jt808().counters().connectionsOpen() + ", MQTT "
                + gateway.listeners().mqtt().counters().connectionsOpen() + " connected, CoAP "
                + gateway.listeners().coap().sessions() + " DTLS sessions, "
                + gateway.listeners().coap().observers() + " observers");
        WeakKeys.line(gateway.memory().devices().all()).ifPresent(lines::add);
        BridgeLines.of(gateway.listeners().bridges())
                .forEach((name, how) -> lines.add(String.format("%-14s %s", name, how)));
        lines.add("quarantine     " + gateway.quarantine().size(Quarantine.Reason.UNKNOWN) + " unknown ids, "
                + gateway.quarantine().size(Quarantine.Reason.WRONG_SECRET) + " ids with a wrong secret, "
                + gateway.quarantine().size(Quarantine.Reason.USED_TWICE) + " ids used twice");
        lines.add("residents      " + gateway.memory().residents().size());
        lines.add("database       " + (gateway.store().isUp() ? "up" : "DOWN") + ", projector "
                + gateway.store().projector());
        lines.add("telemetry      " + gateway.telemetry().depth() + " waiting, "
                + gateway.telemetry().shed() + " shed");
        lines.add("canary         seconds since success " + gateway.canary().agesSeconds() + ", failures "
                + gateway.canary().failures());
        SecurePorts secure = gateway.secure();
        lines.add("certificate    "
                + (secure == null ? "none: TLS is off" : secure.source().describe()));
        lines.add("failed logins  native " + worst(gateway.listeners().tcp().failures()) + ", watch "
                + worst(gateway.listeners().watch().failures()) + ", JT/T 808 "
                + worst(gateway.listeners().jt808().failures()) + ", MQTT "
                + worst(gateway.listeners().mqtt().failures()) + ", CoAP "
                + worst(gateway.listeners().coap().failures()));
        return lines;
    }

    private static String members(Gateway gateway, AeronAlertLog engine) {
        int self = gateway.config().membership().memberId();
        List<String> words = new ArrayList<>();
        for (AeronAlertLog.MemberState member : engine.members()) {
            String how =
                    member.up() ? (member.leads() ? "leads" : "follows") + " at " + member.position() : "NOT HEARD";
            words.add(member.member() + (member.member() == self ? " (this) " : " ") + how);
        }
        return String.join(", ", words);
    }

    private static String emergency(SafeguardedLog log) {
        if (!log.isJournalUsable()) {
            return "NO JOURNAL: while the alert log does not answer no alarm is acknowledged";
        }
        String failure = log.coreFailure();
        if (failure != null) {
            return "NO CORE: " + failure + "; until it can no alarm is acknowledged without the alert log";
        }
        String why = log.degradedBecause();
        return (why == null ? "not needed" : "DEGRADED: " + why) + ", journal " + log.journalBytes() + " bytes, "
                + log.counters().get(Count.ENTERED) + " times, " + log.degradedSeconds() + " s in all";
    }

    private static int membersUp(Gateway gateway) {
        AeronAlertLog engine = gateway.durable().engine();
        return engine == null
                ? 0
                : (int) engine.members().stream()
                        .filter(AeronAlertLog.MemberState::up)
                        .count();
    }

    private static String worst(FailureLedger failures) {
        return "by address " + named(failures.worstAddresses(MOST_NAMED)) + " by device "
                + named(failures.worstDevices(MOST_NAMED));
    }

    private static List<String> named(List<FailureLedger.Count> worst) {
        return worst.stream()
                .map(count -> count.name() + "=" + count.failures())
                .toList();
    }

    static SystemState.Snapshot system(Gateway gateway) {
        AlertLog.Health health = gateway.log().health();
        int members = gateway.config().membership().copies();
        int up = membersUp(gateway);
        return new SystemState.Snapshot(
                Gateway.VERSION,
                gateway.config().demo(),
                new SystemState.Log(SystemState.LogHealth.valueOf(health.name()), up, members),
                gateway.store().isUp() ? SystemState.Database.UP : SystemState.Database.DOWN,
                health == AlertLog.Health.DEGRADED,
                gateway.listeners().connected(),
                notices(gateway.disks().level(), up < members, gateway.secure()));
    }

    private static List<SystemState.Notice> notices(DiskLevel room, boolean memberAway, @Nullable SecurePorts secure) {
        List<SystemState.Notice> notices = new ArrayList<>();
        switch (room) {
            case OK -> {
                // nothing to notice
            }
            case LOW -> notices.add(SystemState.Notice.DISK_LOW);
            case TIGHT, FULL -> notices.add(SystemState.Notice.DISK_FULL);
        }
        if (memberAway) {
            notices.add(SystemState.Notice.MEMBER_AWAY);
        }
        if (secure != null) {
            noticesOf(secure.source(), notices);
        }
        return notices;
    }

    private static void noticesOf(TlsSource certificate, List<SystemState.Notice> notices) {
        if (certificate.expiresIn().compareTo(SHOW_EXPIRY_WITHIN) < 0) {
            notices.add(SystemState.Notice.CERTIFICATE_EXPIRES);
        }
        if (certificate.notTaken().isPresent()) {
            notices.add(SystemState.Notice.CERTIFICATE_REFUSED);
        }
    }
}
