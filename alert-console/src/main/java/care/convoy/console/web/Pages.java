package care.convoy.console.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The browser application from the class path. Confined to the event loop; what was read once stays
 * in memory, so there is as much as the folder holds.
 *
 * <p>Files under {@code assets/} carry a hash in their name and may be kept for a year; {@code index.html} names them and is
 * never kept. A path without a dot is a place within the application and gets {@code index.html}.
 */
final class Pages {
    private static final Pattern FILE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,4}");
    private static final Pattern PLACE = Pattern.compile("(/[A-Za-z0-9_:-]*)*");
    private static final String YEAR = "public, max-age=31536000, immutable";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final String root;
    private final Map<String, Page> read = new HashMap<>();

    /** @param root folder on the class path */
    Pages(String root) {
        this.root = root;
    }

    /** @param gzip null when it would not be smaller */
    private record Page(String type, Buffer plain, Optional<Buffer> gzip) {}

    void serve(RoutingContext context) {
        if (!HttpMethod.GET.equals(context.request().method())
                && !HttpMethod.HEAD.equals(context.request().method())) {
            Call.answer(context, Problem.WRONG_METHOD);
            return;
        }
        String path = context.normalizedPath();
        boolean isPlace = PLACE.matcher(path).matches();
        Optional<Page> page =
                isPlace ? page("/index.html") : FILE.matcher(path).matches() ? page(path) : Optional.empty();
        if (page.isEmpty()) {
            Call.answer(context, isPlace ? NOT_BUILT : Problem.NOT_FOUND);
            return;
        }
        send(context, page.get(), path.startsWith("/assets/") ? YEAR : "no-store");
    }

    private static final Problem NOT_BUILT =
            Problem.of(503, "no-pages", "The browser application was not built into this console.");

    private static void send(RoutingContext context, Page page, String cache) {
        String accepts = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        boolean gzip = page.gzip().isPresent() && accepts != null && accepts.contains("gzip");
        Buffer body = gzip ? page.gzip().get() : page.plain();
        context.response().putHeader("Content-Type", page.type()).putHeader("Cache-Control", cache);
        context.response().putHeader("Vary", "Accept-Encoding");
        if (gzip) {
            context.response().putHeader("Content-Encoding", "gzip");
        }
        if (HttpMethod.HEAD.equals(context.request().method())) {
            context.response()
                    .putHeader("Content-Length", Integer.toString(body.length()))
                    .end();
        } else {
            context.response().end(body);
        }
    }

    private Optional<Page> page(String path) {
        Page known = read.get(path);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        if (type == null) {
            return Optional.empty();
        }
        try (InputStream in = Pages.class.getClassLoader().getResourceAsStream(root + path)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] plain = in.readAllBytes();
            byte[] gzip = gzip(plain);
            boolean smaller = gzip.length < plain.length * 9 / 10;
            Page page =
                    new Page(type, Buffer.buffer(plain), smaller ? Optional.of(Buffer.buffer(gzip)) : Optional.empty());
            read.put(path, page);
            return Optional.of(page);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 2);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }
}
