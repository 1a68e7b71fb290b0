package care.convoy.app;

import care.convoy.console.web.ConsoleServer;
import care.convoy.console.web.Handshakes;
import care.convoy.ingest.EventCounts;
import care.convoy.ingest.IngestCounters;
import care.convoy.ingest.Quarantine;
import care.convoy.ingest.UnknownCallers;
import care.convoy.ingest.bridge.Bridge;
import care.convoy.ingest.bridge.BridgeCounters;
import care.convoy.ingest.coap.CoapCounters;
import care.convoy.ingest.coap.CoapListener;
import care.convoy.ingest.connection.TlsCounters;
import care.convoy.ingest.jt808.Jt808Counters;
import care.convoy.ingest.watch.WatchCounters;
import care.convoy.observation.Metrics;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Names for what the device ports count; listed with their meaning in {@code docs/operations.md}. */
final class ListenerMetrics {
    private ListenerMetrics() {}

    static void bind(Metrics metrics, Gateway gateway) {
        ingest(metrics, "native", gateway.listeners().tcp().counters());
        ingest(metrics, "mqtt", gateway.listeners().mqtt().counters());
        ingest(metrics, "watch", gateway.listeners().watch().counters());
        ingest(metrics, "coap", gateway.listeners().coap().counters());
        ingest(metrics, "jt808", gateway.listeners().jt808().counters());
        waiting(metrics, "native", gateway.listeners().tcp()::halfOpen);
        waiting(metrics, "mqtt", gateway.listeners().mqtt()::halfOpen);
        waiting(metrics, "watch", gateway.listeners().watch()::halfOpen);
        waiting(metrics, "jt808", gateway.listeners().jt808()::halfOpen);
        watches(metrics, gateway);
        events(
                metrics,
                "jt808",
                "of the JT/T 808 listener, by kind",
                Jt808Counters.Count.values(),
                gateway.listeners().jt808().events());
        metrics.gauge(
                "mqtt.lingering",
                "closed with a reason that the client may still read",
                gateway.listeners().mqtt()::lingering);
        coap(metrics, gateway.listeners().coap());
        metrics.gauge(
                "mqtt.sessions",
                "with and without a connection",
                gateway.listeners().mqtt()::sessions);
        metrics.counter(
                "mqtt.sessions.evicted",
                "that gave way to others before their time",
                gateway.listeners().mqtt().counters()::sessionsEvicted);
        metrics.counter(
                "mqtt.connections.lost",
                "devices lost that had left a will",
                gateway.listeners().mqtt().counters()::connectionsLost);
        gateway.listeners().bridges().forEach(bridge -> bridge(metrics, bridge));
        tls(metrics, gateway.secure());
        https(metrics, gateway);
    }

    private static void bridge(Metrics metrics, Bridge bridge) {
        String[] tags = {"bridge", bridge.config().name()};
        metrics.gauge(
                "bridge.connected",
                "1 if the broker is connected",
                () -> bridge.state().connected() ? 1 : 0,
                tags);
        metrics.gauge("bridge.unacknowledged", "messages that wait for their acknowledgement", bridge::inFlight, tags);
        metrics.gauge(
                "bridge.down.unanswered",
                "published to devices, not answered by the broker",
                bridge::downInFlight,
                tags);
        metrics.gauge(
                "bridge.last.message.seconds",
                "when the broker last delivered something, seconds since 1970; 0 if it has not since start",
                () -> bridge.counters().lastMessageMillis() / 1_000,
                tags);
        for (BridgeCounters.Unread why : BridgeCounters.Unread.values()) {
            metrics.counter(
                    "bridge.unmapped",
                    "messages or items of a list that cannot be read, by reason",
                    () -> bridge.counters().unread(why),
                    with(tags, "why", why));
        }
        for (BridgeCounters.Count count : BridgeCounters.Count.values()) {
            metrics.counter("bridge.events", "by kind", () -> bridge.counters().get(count), with(tags, "kind", count));
        }
        for (IngestCounters.Kind kind : IngestCounters.Kind.values()) {
            metrics.counter(
                    "bridge.messages",
                    "handed on, by type",
                    () -> bridge.counters().messages(kind),
                    with(tags, "type", kind));
        }
    }

    private static void ingest(Metrics metrics, String protocol, IngestCounters counters) {
        String[] tags = {"protocol", protocol};
        metrics.gauge("connections", "open now", counters::connectionsOpen, tags);
        metrics.counter("connections.accepted", "since start", counters::connectionsAccepted, tags);
        metrics.counter("logins", "that were right", counters::logins, tags);
        metrics.counter("bytes.in", "read from devices", counters::bytesIn, tags);
        metrics.counter("bytes.out", "written to devices", counters::bytesOut, tags);
        metrics.counter("downlinks.dropped", "that found no room", counters::downlinksDropped, tags);
        metrics.counter("connections.paused", "not read for a while, because it said too much", counters::pauses, tags);
        for (IngestCounters.Kind kind : IngestCounters.Kind.values()) {
            metrics.counter("messages", "taken, by type", () -> counters.messages(kind), with(tags, "type", kind));
        }
        for (IngestCounters.Reject why : IngestCounters.Reject.values()) {
            metrics.counter(
                    "rejects", "messages not taken, by reason", () -> counters.rejects(why), with(tags, "reason", why));
        }
        for (IngestCounters.LoginFailure why : IngestCounters.LoginFailure.values()) {
            metrics.counter(
                    "login.failures", "by reason", () -> counters.loginFailures(why), with(tags, "reason", why));
        }
        for (IngestCounters.Ending why : IngestCounters.Ending.values()) {
            metrics.counter("connections.ended", "by reason", () -> counters.endings(why), with(tags, "reason", why));
        }
    }

    private static <K extends Enum<K>> void events(
            Metrics metrics, String protocol, String help, K[] kinds, EventCounts<K> counts) {
        for (K kind : kinds) {
            metrics.counter(
                    protocol + ".events",
                    help,
                    () -> counts.get(kind),
                    "kind",
                    kind.name().toLowerCase(Locale.ROOT));
        }
    }

    private static void waiting(Metrics metrics, String protocol, IntSupplier halfOpen) {
        metrics.gauge("connections.half.open", "without login now", halfOpen::getAsInt, "protocol", protocol);
    }

    private static void watches(Metrics metrics, Gateway gateway) {
        events(
                metrics,
                "watch",
                "of the watch listener, by kind",
                WatchCounters.Count.values(),
                gateway.listeners().watch().watches());
        metrics.gauge("watch.devices", "connected now", gateway.listeners().watch()::devices);
        for (Quarantine.Reason reason : Quarantine.Reason.values()) {
            metrics.gauge(
                    "quarantine.ids",
                    "ids that are heard and not served, or used twice",
                    () -> gateway.quarantine().size(reason),
                    "reason",
                    reason.name().toLowerCase(Locale.ROOT));
        }
        UnknownCallers callers = gateway.quarantine().callers();
        metrics.gauge("unknown.callers", "unknown ids that called for help and that nobody dismissed", callers::open);
        metrics.counter("unknown.calls.refused", "calls for which there was no room", callers::refused);
        metrics.counter("unknown.calls.silent", "calls that did not ring, because too many did", callers::silent);
        metrics.counter("unknown.callers.expired", "unknown callers that nobody dismissed in a week", callers::expired);
    }

    private static void coap(Metrics metrics, CoapListener coap) {
        events(metrics, "coap", "of the CoAP listener, by kind", CoapCounters.Count.values(), coap.coap());
        metrics.gauge("coap.handshakes.unfinished", "DTLS handshakes under way", coap::unfinishedHandshakes);
        metrics.gauge("coap.observers", "devices that observe /down", coap::observers);
        metrics.gauge("coap.requests.remembered", "so that a repeat is answered as before", coap::recentRequests);
        metrics.gauge("coap.backlog", "datagrams and tasks that wait for a thread", coap::backlog);
    }

    private static void tls(Metrics metrics, @Nullable SecurePorts secure) {
        if (secure == null) {
            return;
        }
        metrics.gauge(
                "tls.certificate.expires.seconds",
                "until the certificate in use runs out; negative since",
                () -> secure.source().expiresIn().toSeconds());
        metrics.gauge(
                "tls.certificate.refused",
                "1 if the files as they are now are not in use",
                () -> secure.source().notTaken().isPresent() ? 1 : 0);
        metrics.gauge("tls.handshakes.unfinished", "of device ports, now", secure.door()::unfinishedNow);
        for (TlsCounters.Outcome outcome : TlsCounters.Outcome.values()) {
            metrics.counter(
                    "tls.handshakes",
                    "of device ports, by how they ended",
                    () -> secure.door().counters().get(outcome),
                    "outcome",
                    outcome.name().toLowerCase(Locale.ROOT));
        }
    }

    private static void https(Metrics metrics, Gateway gateway) {
        if (gateway.secure() == null) {
            return;
        }
        metrics.gauge("tls.console.handshakes.unfinished", "of the console, now", () -> {
            Handshakes handshakes = handshakes(gateway);
            return handshakes == null ? 0 : handshakes.unfinishedNow();
        });
        for (Handshakes.Outcome outcome : Handshakes.Outcome.values()) {
            metrics.counter(
                    "tls.console.handshakes",
                    "of the console, by how they ended",
                    () -> {
                        Handshakes handshakes = handshakes(gateway);
                        return handshakes == null ? 0 : handshakes.get(outcome);
                    },
                    "outcome",
                    outcome.name().toLowerCase(Locale.ROOT));
        }
    }

    private static @Nullable Handshakes handshakes(Gateway gateway) {
        ConsoleServer console = gateway.console();
        return console == null ? null : console.handshakes();
    }

    private static String[] with(String[] tags, String key, Enum<?> value) {
        return new String[] {tags[0], tags[1], key, value.name().toLowerCase(Locale.ROOT)};
    }
}
