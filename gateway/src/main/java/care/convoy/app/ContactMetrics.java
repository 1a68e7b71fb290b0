package care.convoy.app;

import care.convoy.console.web.GuestServer;
import care.convoy.notify.page.PageCounters;
import care.convoy.observation.Metrics;
import java.util.Locale;

/** Names for what the pages of contacts count; listed with their meaning in {@code docs/operations.md}. */
final class ContactMetrics {
    private ContactMetrics() {}

    static void bind(Metrics metrics, ContactDoor door) {
        PageCounters counters = door.pages().counters();
        metrics.counter("contact.links", "put into messages", counters::issuedSoFar);
        metrics.counter("contact.pages.opened", "shown, also to whoever only looks ahead", counters::opened);
        metrics.counter("contact.pages.refreshed", "asked again by an open page", counters::refreshed);
        for (PageCounters.Answer each : PageCounters.Answer.values()) {
            metrics.counter("contact.answers", "taken from pages", () -> counters.get(each), "answer", lower(each));
        }
        for (PageCounters.Refusal each : PageCounters.Refusal.values()) {
            metrics.counter(
                    "contact.refused", "nothing shown or not taken", () -> counters.get(each), "why", lower(each));
        }
        GuestServer server = door.server();
        if (server != null) {
            for (GuestServer.Refusal each : GuestServer.Refusal.values()) {
                metrics.counter(
                        "contact.requests.refused", "before a page", () -> server.get(each), "why", lower(each));
            }
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
