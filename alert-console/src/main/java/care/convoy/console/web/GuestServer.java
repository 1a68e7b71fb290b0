package care.convoy.console.web;

import care.convoy.console.GuestPages;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@link GuestPages} on a port and an event loop of their own: the console may be where guests cannot come, and goes on whatever they do.
 *
 * <p>GET and HEAD read, POST answers, nothing else is taken; no cookies, no scripts but ours, nothing that another site may embed, and nothing
 * kept by a browser or a search engine. Bounds are those of {@link GuestConfig.Limits}. {@link #start}, {@link #close}, {@link #renew} from any
 * thread but the event loop.
 */
public final class GuestServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GuestServer.class);
    private static final int MAX_BODY_BYTES = 1_024;
    private static final int MAX_LINE_BYTES = 1_024;
    private static final int MAX_HEADER_BYTES = 8_192;
    private static final int IDLE_SECONDS = 30;
    private static final long START_SECONDS = 30;
    private static final long PER_MILLI = 1_000_000;
    private static final long PUT_OFF_MILLIS = 1_000;

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern FIELD = Pattern.compile("([a-z]{1,8})=([A-Za-z0-9_-]{0,64})");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:;"
                    + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final String SLOWLY =
            "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>429</title>"
                    + "<p>请求太多，请一分钟后再试。<p lang=\"en\">Too many requests: try again in a minute.</html>";

    private final GuestConfig config;
    private final GuestPages pages;
    private final Vertx vertx;
    private final Context context;
    private final Connections connections;
    private final Allowances tokens;
    private final Allowances addresses;
    private final Allowances strangers;
    private final @Nullable Handshakes handshakes;
    private final EnumMap<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private @Nullable HttpServer listening;

    /** Why a request got no page, before a page was looked for or because of how often it was. */
    public enum Refusal {
        /** It cannot be read, or its first line or head is too long. */
        MALFORMED,
        /** Neither GET, HEAD nor POST. */
        METHOD,
        /** A body that is no form of ours, or is too long. */
        BODY,
        /** A POST that another site has sent. */
        OTHER_SITE,
        /** The address leads to nothing. */
        NOTHING_THERE,
        TOKEN_TOO_OFTEN,
        ADDRESS_TOO_OFTEN
    }

    private GuestServer(GuestConfig config, GuestPages pages) {
        this.config = config;
        this.pages = pages;
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setPreferNativeTransport(true));
        context = vertx.getOrCreateContext();
        GuestConfig.Limits limits = config.limits();
        connections = new Connections(limits.connections());
        tokens = new Allowances(limits.forToken(), limits.remembered());
        addresses = new Allowances(limits.foreign(), limits.remembered());
        strangers = new Allowances(limits.strangers(), 1);
        handshakes =
                config.https() == null ? null : new Handshakes(config.https().handshakes());
        for (Refusal each : Refusal.values()) {
            refusals.put(each, new LongAdder());
        }
    }

    /**
     * Starts and listens.
     *
     * @throws IOException if the port is taken or the address is not ours; nothing runs then
     */
    public static GuestServer start(GuestConfig config, GuestPages pages) throws IOException {
        GuestServer server = new GuestServer(config, pages);
        try {
            server.listen();
            return server;
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    private void listen() throws IOException {
        ConsoleConfig.Https https = config.https();
        HttpServerOptions options = https == null
                ? Listening.plain(config.bind(), config.port())
                : Listening.secure(config.bind(), config.port(), https, Objects.requireNonNull(handshakes));
        options.setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        try {
            listening = vertx.createHttpServer(options)
                    .connectionHandler(connections::opened)
                    .invalidRequestHandler(broken -> {
                        count(Refusal.MALFORMED);
                        HttpServerRequest.DEFAULT_INVALID_REQUEST_HANDLER.handle(broken);
                    })
                    .requestHandler(this::unharmed)
                    .listen()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IOException("pages of contacts: " + failed.getMessage(), failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IOException("pages of contacts: interrupted while starting", stopping);
        }
    }

    private void unharmed(HttpServerRequest request) {
        try {
            serve(request);
        } catch (RuntimeException broken) {
            LOG.error("a page failed", broken);
            end(request, 500, "");
        }
    }

    // ---- one request

    private void serve(HttpServerRequest request) {
        guard(request.response());
        boolean posts = request.method().equals(HttpMethod.POST);
        if (!posts) {
            connections.heard(request);
        }
        if (!posts && !reads(request)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
            refuse(request, Refusal.METHOD, 405);
            return;
        }
        String name = nameOf(request.path());
        String file = posts || name == null ? null : pages.files().get(name);
        if (file != null) {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
            type(request, name != null && name.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript");
            end(request, 200, file);
        } else if ("/robots.txt".equals(request.path()) && !posts) {
            type(request, "text/plain");
            end(request, 200, "User-agent: *\nDisallow: /\n");
        } else if (name == null || !TOKEN.matcher(name).matches()) {
            count(Refusal.NOTHING_THERE);
            strange(request, 404, "");
        } else if (!tokens.take(name, nowMillis())) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
            refuse(request, Refusal.TOKEN_TOO_OFTEN, 429, SLOWLY);
        } else if (posts) {
            receive(request, name);
        } else {
            boolean again = request.query() != null && request.query().equals("again");
            answer(request, name, pages.show(name, again || request.method().equals(HttpMethod.HEAD)));
        }
    }

    private static boolean reads(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    /** What follows the path of our pages; null for another path. */
    private @Nullable String nameOf(@Nullable String path) {
        return path != null && path.startsWith(pages.path())
                ? path.substring(pages.path().length())
                : null;
    }

    private void receive(HttpServerRequest request, String token) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String site = request.getHeader("Sec-Fetch-Site");
        if (type == null || !type.startsWith(FORM)) {
            refuse(request, Refusal.BODY, 415);
            return;
        }
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            refuse(request, Refusal.OTHER_SITE, 403);
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(piece -> {
            if (body.length() + piece.length() > MAX_BODY_BYTES) {
                if (!request.response().ended()) {
                    refuse(request, Refusal.BODY, 413);
                }
            } else {
                body.appendBuffer(piece);
            }
        });
        request.endHandler(whole -> {
            if (!request.response().ended()) {
                connections.heard(request);
                take(request, token, body.toString(StandardCharsets.US_ASCII));
            }
        });
    }

    private void take(HttpServerRequest request, String token, String body) {
        Map<String, String> form = new HashMap<>();
        for (String field : List.of(body.split("&", 8))) {
            var matched = FIELD.matcher(field);
            if (!matched.matches()) {
                refuse(request, Refusal.BODY, 400);
                return;
            }
            form.put(matched.group(1), matched.group(2));
        }
        var _ = pages.answer(token, form)
                .whenComplete((page, failure) -> context.runOnContext(ignored -> {
                    if (page == null) {
                        LOG.error("an answer of a guest failed", failure);
                        end(request, 500, "");
                    } else {
                        answer(request, token, page);
                    }
                }));
    }

    private void answer(HttpServerRequest request, String token, GuestPages.Page page) {
        if (page.foreign()) {
            strange(request, page.status(), page.html());
            return;
        }
        if (page.status() == 303) {
            request.response().putHeader(HttpHeaders.LOCATION, token);
        }
        end(request, page.status(), page.html());
    }

    /**
     * Whoever asks for what is not there again and again is told so late, and so is everybody who does, when there are too many: guessing pays with
     * time and a connection each time. Those at the same address who have a page feel nothing.
     */
    private void strange(HttpServerRequest request, int status, String html) {
        String address = GuestAddress.of(
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress(),
                request.getHeader("X-Forwarded-For"),
                config.proxies());
        // whoever guesses pays for a connection each time
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        if (addresses.take(address, nowMillis()) && strangers.take("", nowMillis())) {
            end(request, status, html);
        } else {
            count(Refusal.ADDRESS_TOO_OFTEN);
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "60");
            connections.putOff(request.connection());
            vertx.setTimer(PUT_OFF_MILLIS, late -> end(request, 429, ""));
        }
    }

    // ---- answers

    private void guard(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", POLICY)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("X-Robots-Tag", "noindex, nofollow, noarchive, nosnippet")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (config.behindTls() || config.https() != null) {
            response.putHeader("Strict-Transport-Security", "max-age=31536000");
        }
    }

    private void refuse(HttpServerRequest request, Refusal why, int status) {
        refuse(request, why, status, "");
    }

    private void refuse(HttpServerRequest request, Refusal why, int status, String html) {
        count(why);
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        end(request, status, html);
    }

    private static void type(HttpServerRequest request, String type) {
        request.response().putHeader(HttpHeaders.CONTENT_TYPE, type);
    }

    private static void end(HttpServerRequest request, int status, String content) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (!content.isEmpty() && !response.headers().contains(HttpHeaders.CONTENT_TYPE)) {
            type(request, HTML);
        }
        response.setStatusCode(status);
        if (request.method().equals(HttpMethod.HEAD)) {
            response.end();
        } else {
            response.end(content);
        }
    }

    private static long nowMillis() {
        return System.nanoTime() / PER_MILLI;
    }

    private void count(Refusal why) {
        Objects.requireNonNull(refusals.get(why)).increment();
    }

    // ---- the rest

    /** How many were refused so since the start. */
    public long get(Refusal why) {
        return Objects.requireNonNull(refusals.get(why)).sum();
    }

    /** What became of TLS handshakes; null without TLS. */
    public @Nullable Handshakes handshakes() {
        return handshakes;
    }

    /** Where it listens. */
    public int port() {
        HttpServer server = listening;
        return server == null ? 0 : server.actualPort();
    }

    /** Uses this certificate for new connections. Returns when it is so. */
    public void renew(X509KeyManager keys) {
        HttpServer server = listening;
        ConsoleConfig.Https first = config.https();
        if (server != null && first != null) {
            server.updateSSLOptions(Listening.renewed(first, keys))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
