package care.convoy.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertId;
import care.convoy.alert.EffectKey;
import care.convoy.escalation.EscalationStep.Action;
import care.convoy.notify.Message;
import care.convoy.notify.Recipient;
import care.convoy.notify.Told;
import care.convoy.notify.WordsForTests;
import care.convoy.notify.webhook.WebhookConfig.Form;
import care.convoy.notify.webhook.WebhookConfig.Host;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookProviderTest {
    private static final String SECRET = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final long NOW = 1_700_000_000_000L;

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final AtomicLong now = new AtomicLong(NOW);
    private final EffectKey key = new EffectKey(new AlertId(new UUID(1, 2)), 3, 1);
    private volatile int status = 200;
    private volatile String answer = "{}";
    private volatile String retryAfter = "";
    private HttpServer server;
    private @Nullable WebhookProvider provider;

    private record Heard(String uri, Map<String, String> heads, String body) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> {
            Map<String, String> heads = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> heads.put(name.toLowerCase(), values.getFirst()));
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            heard.add(new Heard(exchange.getRequestURI().toString(), heads, body));
            byte[] said = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, said.length);
            exchange.getResponseBody().write(said);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        if (provider != null) {
            provider.close();
        }
        server.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private WebhookProvider provider(Form form, @Nullable Signature signature) {
        return provider(Map.of(host(), new Host(form, signature, false)));
    }

    private WebhookProvider provider(Map<String, Host> hosts) {
        WebhookProvider made =
                new WebhookProvider(new WebhookConfig(hosts, 10), () -> java.time.Instant.ofEpochMilli(now.get()));
        provider = made;
        return made;
    }

    private Message message(String address) {
        Recipient one = WordsForTests.recipient();
        Recipient to = new Recipient(one.contact(), one.name(), address, one.language(), one.hours());
        return new Message(key, Action.CALL, true, to, "【护航】王奶奶 \"按键\"", "", "https://c.example/x");
    }

    private @Nullable Told tell(WebhookProvider to, String address) throws InterruptedException {
        to.send(message(address), told::add);
        return told.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void aReceiverCanCheckWhoSentItAndWhen() throws Exception {
        WebhookProvider standard = provider(Form.STANDARD, Signature.standard("whsec_" + SECRET));
        assertThat(tell(standard, "http://" + host() + "/in")).isEqualTo(Told.DELIVERED);
        Heard one = heard.take();
        String id = one.heads().get("webhook-id");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET), "HmacSHA256"));
        byte[] expected = mac.doFinal(
                (id + "." + one.heads().get("webhook-timestamp") + "." + one.body()).getBytes(StandardCharsets.UTF_8));
        byte[] given =
                Base64.getDecoder().decode(one.heads().get("webhook-signature").substring("v1,".length()));
        assertThat(MessageDigest.isEqual(expected, given)).isTrue();
        assertThat(one.heads()).containsEntry("webhook-timestamp", "1700000000");
        assertThat(one.body())
                .contains("\"type\":\"alert.call\"", "王奶奶 \\\"按键\\\"", "\"link\":\"https://c.example/x\"");

        assertThat(tell(standard, "http://" + host() + "/in")).isEqualTo(Told.DELIVERED);
        assertThat(heard.take().heads()).as("known again").containsEntry("webhook-id", id);
    }

    @Test
    void robotsAreSpokenToInTheirWay() throws Exception {
        answer = "{\"errmsg\":\"ok\",\"errcode\":0}";
        assertThat(tell(provider(Form.WECOM, null), "http://" + host() + "/send?key=k"))
                .isEqualTo(Told.DELIVERED);
        Heard wecom = heard.take();
        assertThat(wecom.uri()).isEqualTo("/send?key=k");
        assertThat(wecom.body())
                .isEqualTo(
                        "{\"msgtype\":\"text\",\"text\":{\"content\":\"【护航】王奶奶 \\\"按键\\\"\\nhttps://c.example/x\"}}");

        Signature signature = Signature.dingTalk("SECabc");
        assertThat(tell(provider(Form.DINGTALK, signature), "http://" + host() + "/send?access_token=t"))
                .isEqualTo(Told.DELIVERED);
        assertThat(heard.take().uri()).isEqualTo("/send?access_token=t" + signature.query(NOW));
    }

    @Test
    void aRobotThatSaysNoIsUnderstoodThoughItAnswers200() throws Exception {
        WebhookProvider wecom = provider(Form.WECOM, null);
        String address = "http://" + host() + "/send?key=k";
        answer = "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}";
        assertThat(tell(wecom, address)).isEqualTo(Told.UNREACHABLE);
        for (String no :
                List.of("{\"errcode\":45009}", "{\"errcode\":\"0\"}", "{\"ok\":{\"errcode\":0}}", "[]", "", "x")) {
            answer = no;
            assertThat(tell(wecom, address)).as(no).isEqualTo(Told.FAILED);
        }
    }

    @Test
    void whatTheStatusMeans() throws Exception {
        WebhookProvider standard = provider(Form.STANDARD, Signature.standard("whsec_" + SECRET));
        Map<Integer, Told> meanings = Map.of(
                204,
                Told.DELIVERED,
                302,
                Told.FAILED,
                400,
                Told.FAILED,
                404,
                Told.UNREACHABLE,
                410,
                Told.UNREACHABLE,
                429,
                Told.FAILED,
                503,
                Told.FAILED);
        for (Map.Entry<Integer, Told> each : meanings.entrySet()) {
            status = each.getKey();
            answer = "";
            assertThat(tell(standard, "http://" + host() + "/in"))
                    .as("%s", each)
                    .isEqualTo(each.getValue());
            assertThat(heard.take().uri()).isEqualTo("/in");
        }
        assertThat(heard).as("no redirection is followed").isEmpty();
    }

    @Test
    void anAnswerWithoutAnEndIsNotReadToIt() throws Exception {
        answer = " ".repeat(100_000);
        assertThat(tell(provider(Form.WECOM, null), "http://" + host() + "/in")).isEqualTo(Told.FAILED);
    }

    @Test
    void toAHostThatIsNotNamedNothingIsSent() throws Exception {
        WebhookProvider only = provider(Map.of("hooks.example.org", new Host(Form.WECOM, null, true)));
        for (String address : List.of(
                "http://" + host() + "/",
                "http://hooks.example.org/",
                "https://hooks.example.org:8443/",
                "https://hooks.example.org.evil.example/",
                "https://user@hooks.example.org/",
                "https://hooks.example.org\\@" + host() + "/",
                "file:///etc/passwd",
                "mailto:a@hooks.example.org",
                "https://",
                "")) {
            assertThat(tell(only, address)).as(address).isEqualTo(Told.UNREACHABLE);
        }
        assertThat(only.notAllowed()).isEqualTo(10);
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"429|30|30000", "503|Tue, 14 Nov 2023 22:13:40 GMT|20000", "503|86400|60000", "429|999999999|60000"
            })
    void whoAsksForAPauseIsLeftAloneForAsLong(int asking, String said, long millis) throws Exception {
        WebhookProvider standard = provider(Form.STANDARD, Signature.standard("whsec_" + SECRET));
        String address = "http://" + host() + "/in";
        status = asking;
        retryAfter = said;
        assertThat(tell(standard, address)).isEqualTo(Told.FAILED);
        heard.clear();
        status = 200;
        retryAfter = "";
        now.addAndGet(millis - 1);
        assertThat(tell(standard, address)).isEqualTo(Told.FAILED);
        assertThat(heard).as("nothing was sent").isEmpty();
        now.addAndGet(1);
        assertThat(tell(standard, address)).isEqualTo(Told.DELIVERED);
        assertThat(standard.pauses()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429|soon",
                "429|-5",
                "429|0",
                "429|1e9",
                "429|99999999999999999999",
                "503|Tue, 14 Nov 2023 22:13:19 GMT",
                "503|Tue, 32 Nov 2023 22:13:40 GMT",
                "500|30",
                "200|30"
            })
    void ofWhatCannotBeReadOrIsOverNothingIsBelieved(int asking, String said) throws Exception {
        WebhookProvider standard = provider(Form.STANDARD, Signature.standard("whsec_" + SECRET));
        status = asking;
        retryAfter = said;
        assertThat(tell(standard, "http://" + host() + "/in")).isNotNull();
        status = 200;
        retryAfter = "";
        assertThat(tell(standard, "http://" + host() + "/in")).isEqualTo(Told.DELIVERED);
        assertThat(standard.pauses()).isZero();
    }

    @Test
    void aHostThatDoesNotAnswerIsLeftAloneForAWhileAndTheOthersFeelNothing() throws Exception {
        int closed;
        try (ServerSocket free = new ServerSocket(0)) {
            closed = free.getLocalPort();
        }
        String dead = "127.0.0.1:" + closed;
        Host host = new Host(Form.STANDARD, Signature.standard("whsec_" + SECRET), false);
        WebhookProvider both = provider(Map.of(host(), host, dead, host));
        assertThat(tell(both, "http://" + dead + "/")).isEqualTo(Told.FAILED);
        HttpServer back = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), closed), 10);
        back.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        back.start();
        try {
            assertThat(tell(both, "http://" + dead + "/")).as("left alone").isEqualTo(Told.FAILED);
            assertThat(tell(both, "http://" + host() + "/")).isEqualTo(Told.DELIVERED);
            now.addAndGet(5_001);
            assertThat(tell(both, "http://" + dead + "/")).as("tried again").isEqualTo(Told.DELIVERED);
        } finally {
            back.stop(0);
        }
    }
}
