package care.convoy.fhir;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is answered, and what the audit says of it.
 *
 * @param action as {@code Observation.search}
 * @param subject the resident's provisioned id; empty if it concerns none or many
 * @param detail without any value
 */
record Answer(String action, String subject, String detail, FhirJson.Part body) {

    /** A resource by itself. */
    static Answer resource(String action, String subject, Entry entry) {
        return new Answer(action, subject, "count=1", to -> to.resource(entry.type(), entry.content()));
    }

    /**
     * A page of a search.
     *
     * @param total how many there are on all pages; null if nobody counted
     * @param self address of this page
     * @param next address of the next; null on the last
     */
    record Page(
            List<Entry> entries,
            @Nullable Long total,
            String self,
            @Nullable String next) {
        Page {
            entries = List.copyOf(entries);
        }
    }

    /** @param base address of the server, before the resource's type */
    static Answer page(String action, String subject, String detail, String base, Page page) {
        String counted = "count=" + page.entries.size() + (detail.isEmpty() ? "" : " " + detail);
        return new Answer(action, subject, counted, to -> to.resource("Bundle", bundle -> write(bundle, base, page)));
    }

    private static void write(FhirJson to, String base, Page page) throws IOException {
        to.text("type", "searchset");
        if (page.total != null) {
            to.number("total", BigDecimal.valueOf(page.total));
        }
        to.list("link", links -> {
            links.object(link -> link.text("relation", "self").text("url", page.self));
            if (page.next != null) {
                links.object(link -> link.text("relation", "next").text("url", page.next));
            }
        });
        if (!page.entries.isEmpty()) {
            to.list("entry", list -> {
                for (Entry entry : page.entries) {
                    list.object(each -> each.text("fullUrl", base + "/" + entry.type() + "/" + entry.id())
                            .field("resource")
                            .resource(entry.type(), entry.content())
                            .object("search", search -> search.text("mode", "match")));
                }
            });
        }
    }
}
