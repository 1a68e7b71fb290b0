package care.convoy.app;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.alert.AlertState;
import care.convoy.alert.AlertView;
import care.convoy.escalation.CountyPolicy;
import care.convoy.notify.sms.MessageCentre;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a press to a neighbour at the door, by the link in a message: a whole gateway, a message centre and a browser's requests. */
class ContactPageGatewayTest {
    private static final CountyPolicy SOON =
            CountyPolicy.standard().with("p1.ring1=1").withAmbulance(false);
    private static final String NEIGHBOUR = "13900001187";
    private static final String DOCTOR = "13900001188";
    private static final Pattern LINK = Pattern.compile("https://help\\.example/c/([A-Za-z0-9_-]{28})");
    private static final Pattern FORM = Pattern.compile("name=\"k\" value=\"([^\"]+)\"");
    private static final List<String> PREVIEWS =
            List.of("facebookexternalhit/1.1", "WhatsApp/2.24", "TelegramBot (like TwitterBot)", "Googlebot/2.1");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @TempDir
    Path temporary;

    @Test
    void aLinkLeadsFromTheMessageToTheDoorAndEndsWithTheCase() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Map<String, String> tokens = new HashMap<>();
        try (MessageCentre centre = new MessageCentre()) {
            try (RunningGateway running = RunningGateway.reaching(data, SOON, channels(centre.port()))) {
                centre.awaitBound();
                List.of("A1", "A2", "A3", "A4", "A5", "A6").forEach(centre.ids::add);
                pressed(running);
                askedTwo(centre, tokens);

                lookedAhead(running, tokens.get(NEIGHBOUR));
                assertThat(alert(running).progress()).isEqualTo(AlertState.CLAIMED);

                String page = get(running, tokens.get(NEIGHBOUR)).body();
                assertThat(page).contains("王桂兰", "我现在去").doesNotContain("门禁2580");
                assertThat(press(running, tokens.get(NEIGHBOUR), "going", page)).isEqualTo(303);
                assertThat(press(running, tokens.get(NEIGHBOUR), "going", page)).isEqualTo(303);
                assertThat(alert(running).progress()).isEqualTo(AlertState.RESPONDING);
                informed(centre);
                assertThat(get(running, tokens.get(NEIGHBOUR)).body()).contains("您已答应去", "门禁2580");
                assertThat(get(running, tokens.get(DOCTOR)).body()).contains("另有帮手带钥匙在路上");
            }
            // what was sent before a restart is read after it
            try (RunningGateway running = RunningGateway.reaching(data, SOON, channels(centre.port()))) {
                await(() -> running.gateway.board().open().iterator().hasNext());
                arrives(running, tokens);
                ends(running, tokens);
            }
        }
    }

    @Test
    void whoGoesAndThenCannotIsHeardBothTimesAndTheOtherIsAskedAgain() throws Exception {
        Path data = Files.createDirectory(temporary.resolve("data"));
        Map<String, String> tokens = new HashMap<>();
        try (MessageCentre centre = new MessageCentre();
                RunningGateway running = RunningGateway.reaching(data, SOON, channels(centre.port()))) {
            centre.awaitBound();
            IntStream.range(1, 20).forEach(number -> centre.ids.add("B" + number));
            pressed(running);
            askedTwo(centre, tokens);
            String token = tokens.get(NEIGHBOUR);
            String page = get(running, token).body();
            assertThat(press(running, token, "going", page)).isEqualTo(303);
            informed(centre);
            assertThat(press(running, token, "cannot", page)).isEqualTo(303);
            SubmitSm again = centre.await();
            assertThat(again.getDestAddress()).isEqualTo(DOCTOR);
            assertThat(MessageCentre.text(again)).contains("您现在能去看看吗");
            assertThat(get(running, token).body()).contains("谢谢您回复").doesNotContain("王桂兰", "望月镇");
            assertThat(press(running, token, "going", page)).isEqualTo(303);
            assertThat(get(running, token).body()).contains("您已答应去");
            assertThat(running.metrics())
                    .contains("convoy_contact_answers_total{answer=\"going\"} 2.0")
                    .contains("convoy_contact_answers_total{answer=\"cannot\"} 1.0");
        }
    }

    /** Two messages, each with a link of its own, in two parts. */
    private static void askedTwo(MessageCentre centre, Map<String, String> tokens) throws Exception {
        Map<String, StringBuilder> parts = new HashMap<>();
        for (int part = 0; part < 4; part++) {
            SubmitSm message = centre.await();
            parts.computeIfAbsent(message.getDestAddress(), number -> new StringBuilder())
                    // behind the head of a part: 6 bytes, here 3 characters
                    .append(MessageCentre.text(message).substring(3));
        }
        parts.forEach((number, text) -> {
            Matcher link = LINK.matcher(text);
            assertThat(link.find()).as(text.toString()).isTrue();
            tokens.put(number, link.group(1));
        });
        assertThat(tokens).containsOnlyKeys(NEIGHBOUR, DOCTOR);
        assertThat(tokens.get(NEIGHBOUR)).isNotEqualTo(tokens.get(DOCTOR));
    }

    private void lookedAhead(RunningGateway running, String token) throws Exception {
        long version = alert(running).version();
        for (String agent : PREVIEWS) {
            assertThat(send(running, request(running, token).header("User-Agent", agent))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(send(
                                    running,
                                    request(running, token)
                                            .header("User-Agent", agent)
                                            .method("HEAD", HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(press(running, token, "going", "name=\"k\" value=\"guessed\""))
                .isEqualTo(403);
        assertThat(alert(running).version()).isEqualTo(version);
    }

    private static void informed(MessageCentre centre) throws Exception {
        SubmitSm informed = centre.await();
        assertThat(informed.getDestAddress()).isEqualTo(DOCTOR);
        assertThat(MessageCentre.text(informed)).contains("已有人前往").doesNotContain("https://");
    }

    private void arrives(RunningGateway running, Map<String, String> tokens) throws Exception {
        String neighbour = tokens.get(NEIGHBOUR);
        String page = get(running, neighbour).body();
        assertThat(press(running, neighbour, "arrived", page)).isEqualTo(303);
        assertThat(press(running, neighbour, "arrived", page)).isEqualTo(303);
        assertThat(press(running, neighbour, "unresponsive", page)).isEqualTo(303);
        assertThat(alert(running).progress()).isEqualTo(AlertState.ON_SCENE);
        assertThat(get(running, neighbour).body()).contains("您已到达", "叫不醒");
        assertThat(get(running, tokens.get(DOCTOR)).body()).contains("另有帮手已到");
        JsonNode timeline =
                running.get("/api/alerts/" + alert(running).id()).get("body").get("timeline");
        assertThat(timeline.toString()).contains("叫不醒 / Does not wake up");
        assertThat(countOf(timeline.toString(), "\"ARRIVED\"")).isEqualTo(2);
        assertThat(running.metrics())
                .contains("convoy_contact_answers_total{answer=\"arrived\"} 1.0")
                .contains("convoy_contact_answers_total{answer=\"condition\"} 1.0");
    }

    private void ends(RunningGateway running, Map<String, String> tokens) throws Exception {
        String old = get(running, tokens.get(DOCTOR)).body();
        AlertView open = alert(running);
        String path = "/api/alerts/" + open.id();
        assertThat(running.post(path + "/claim", "{\"expectedVersion\":" + open.version() + "}")
                        .get("status")
                        .asInt())
                .isEqualTo(200);
        assertThat(running.post(
                                path + "/resolve",
                                "{\"expectedVersion\":" + alert(running).version()
                                        + ",\"cause\":\"ASSISTANCE\",\"outcome\":\"ADVISED_BY_PHONE\",\"falseAlarm\":false,\"verified\":\"physical\"}")
                        .get("status")
                        .asInt())
                .isEqualTo(200);
        for (String token : tokens.values()) {
            HttpResponse<String> over = get(running, token);
            assertThat(over.statusCode()).isEqualTo(410);
            assertThat(over.body()).contains("已结束").doesNotContain("王", "望月");
        }
        assertThat(press(running, tokens.get(DOCTOR), "going", old)).isEqualTo(410);
        assertThat(get(running, "A".repeat(28)).statusCode()).isEqualTo(404);
    }

    private static int countOf(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private HttpResponse<String> get(RunningGateway running, String token) throws IOException, InterruptedException {
        return send(running, request(running, token));
    }

    private int press(RunningGateway running, String token, String what, String page)
            throws IOException, InterruptedException {
        Matcher form = FORM.matcher(page);
        assertThat(form.find()).isTrue();
        return send(
                        running,
                        request(running, token)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("k=" + form.group(1) + "&do=" + what)))
                .statusCode();
    }

    private static HttpRequest.Builder request(RunningGateway running, String token) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + running.port(GatewayConfig.Port.CONTACT) + "/c/" + token))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> send(RunningGateway running, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        assertThat(running.gateway.reaching()).isNotNull();
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private ChannelsFile channels(int port) throws Exception {
        Files.writeString(temporary.resolve("sms.password"), "secret\n");
        Path file = temporary.resolve("channels.json");
        Files.writeString(file, """
                { "signature": "护航", "callBack": "0731-80000000",
                  "links": { "base": "https://help.example/c/" },
                  "sms": { "host": "127.0.0.1", "port": %d, "systemId": "convoy", "passwordFile": "sms.password",
                           "sender": "1069" } }""".formatted(port));
        return ChannelsFile.read(file);
    }

    private static void pressed(RunningGateway running) throws Exception {
        assertThat(running.gateway.store().awaitLoaded(Duration.ofSeconds(120))).isTrue();
        running.provision();
        running.gateway
                .store()
                .importResidents(
                        "resident_id,name,region_code,address,access_note\nr1,王桂兰,430102001001,望月镇3栋502,门禁2580#\n"
                                .getBytes(StandardCharsets.UTF_8));
        running.gateway
                .store()
                .importContacts(("resident_id,contact_id,name,role,ring,phone,capabilities,channels,hours\n"
                                + "r1,c1,周秀芬,neighbour,1," + NEIGHBOUR + ",key,sms,\n"
                                + "r1,c2,陈医生,village_doctor,1," + DOCTOR + ",medical,sms,\n")
                        .getBytes(StandardCharsets.UTF_8));
        running.press("{\"type\":\"sos\",\"seq\":1,\"boot\":7}");
    }

    private static AlertView alert(RunningGateway running) {
        return running.gateway.board().open().iterator().next();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int look = 0; look < 600 && !condition.getAsBoolean(); look++) {
            never.await(50, TimeUnit.MILLISECONDS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
