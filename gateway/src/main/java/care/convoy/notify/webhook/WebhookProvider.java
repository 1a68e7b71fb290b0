package care.convoy.notify.webhook;

import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.ChannelKind;
import care.convoy.notify.Message;
import care.convoy.notify.Provider;
import care.convoy.notify.Told;
import care.convoy.notify.webhook.WebhookConfig.Form;
import care.convoy.notify.webhook.WebhookConfig.Host;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to the hosts that the configuration names. Redirections are not followed; certificates are checked. What a message
 * is known by, {@code webhook-id}, is the same each time that it is sent, so that a receiver can leave out the second. Addresses hold
 * secrets and are not logged.
 *
 * <p>Receivers are strangers to each other: a host that does not answer is left alone for {@value #LEFT_ALONE_MILLIS} ms, what goes to it
 * meanwhile has failed at once, and the others feel nothing of it; nor of one that asks for a pause, which it gets. So nothing here is ever
 * {@link Told#DOWN} or {@link Told#THROTTLED}, which are about a whole provider. Thread-safe.
 */
public final class WebhookProvider implements Provider {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);
    private static final long ANSWER_SECONDS = 8;
    private static final int LONGEST_ANSWER = 16_384;
    private static final long LEFT_ALONE_MILLIS = 5_000;

    private final WebhookConfig config;
    private final InstantSource clock;
    private final HttpClient http;
    private final LongAdder notAllowed = new LongAdder();
    private final LongAdder pauses = new LongAdder();
    /** By host, until when it is left alone; at most as many as are configured. */
    private final Map<String, Long> leftAlone = new ConcurrentHashMap<>();

    public WebhookProvider(WebhookConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @Override
    public ChannelKind kind() {
        return ChannelKind.WEBHOOK;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public int lines() {
        return config.lines();
    }

    /** Messages to addresses whose host is not in the configuration. */
    public long notAllowed() {
        return notAllowed.sum();
    }

    @Override
    public void send(Message message, Consumer<Told> told) {
        URI address = address(message.to().address());
        Host host = address == null ? null : host(address);
        if (address == null || host == null) {
            notAllowed.increment();
            told.accept(Told.UNREACHABLE);
            return;
        }
        String name = nameOf(address);
        if (leftAlone.getOrDefault(name, Long.MIN_VALUE) > clock.millis()) {
            told.accept(Told.FAILED);
            return;
        }
        var _ = http.sendAsync(request(message, address, host), limited())
                .orTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .whenComplete((answer, failure) -> {
                    long now = clock.millis();
                    long pause = failure == null ? RetryAfter.millis(answer, now) : LEFT_ALONE_MILLIS;
                    if (failure == null && pause > 0) {
                        pauses.increment();
                    }
                    leave(name, pause == 0 ? 0 : now + pause, now);
                    told.accept(failure == null ? told(host.form(), answer) : Told.FAILED);
                });
    }

    /** What was sent together answers together: no answer takes back the pause that another has asked for. */
    private void leave(String host, long until, long now) {
        leftAlone.compute(host, (name, before) -> {
            long longest = before == null ? until : Math.max(before, until);
            return longest > now ? longest : null;
        });
    }

    /** Pauses that receivers have asked for. */
    public long pauses() {
        return pauses.sum();
    }

    private static HttpResponse.BodyHandler<String> limited() {
        return HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST_ANSWER);
    }

    private static @Nullable URI address(String given) {
        try {
            URI address = new URI(given);
            return address.getHost() == null || address.getUserInfo() != null ? null : address;
        } catch (java.net.URISyntaxException broken) {
            return null;
        }
    }

    private @Nullable Host host(URI address) {
        Host host = config.hosts().get(nameOf(address));
        String scheme = host == null || host.tls() ? "https" : "http";
        return scheme.equalsIgnoreCase(address.getScheme()) ? host : null;
    }

    private static String nameOf(URI address) {
        return address.getAuthority().toLowerCase(Locale.ROOT);
    }

    private HttpRequest request(Message message, URI address, Host host) {
        EffectKey key = message.key();
        String id = key.alert() + "-" + key.step() + "-" + key.attempt();
        long now = clock.millis();
        String body = Bodies.of(host.form(), message, id, now);
        Signature signature = host.signature();
        boolean isRobot = host.form() == Form.DINGTALK;
        URI to = isRobot && signature != null ? URI.create(address + signature.query(now)) : address;
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .timeout(Duration.ofSeconds(ANSWER_SECONDS))
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        if (host.form() == Form.STANDARD && signature != null) {
            long seconds = now / 1_000;
            request.header("webhook-id", id)
                    .header("webhook-timestamp", Long.toString(seconds))
                    .header("webhook-signature", signature.of(id, seconds, body));
        }
        return request.build();
    }

    private static Told told(Form form, HttpResponse<String> answer) {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return form == Form.STANDARD ? Told.DELIVERED : told(form, Bodies.code(answer.body()));
        }
        return status == 404 || status == 410 ? Told.UNREACHABLE : Told.FAILED;
    }

    /** Robots answer 200 to everything and say in the body what they mean. */
    private static Told told(Form form, int code) {
        int noSuch = form == Form.WECOM ? 93_000 : 300_005;
        return code == 0 ? Told.DELIVERED : code == noSuch ? Told.UNREACHABLE : Told.FAILED;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
