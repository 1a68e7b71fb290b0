package care.convoy.fhir;

import care.convoy.disclosure.Doorkeeper;
import care.convoy.disclosure.Exchange;
import care.convoy.disclosure.Grant;
import care.convoy.disclosure.Scope;
import care.convoy.ingest.LatestBoard;
import care.convoy.storage.DisclosureStores;
import care.convoy.storage.MeasuredPeople;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server over a real database with a few people; the way over HTTP is left out. */
final class FhirFixture implements AutoCloseable {
    static final String TOKEN = "a-token-for-everything-in-the-tree-0123456789";
    static final Set<Scope> EVERYTHING = EnumSet.allOf(Scope.class);
    static final ObjectMapper JSON = new ObjectMapper();
    /** A day of which everything was measured: ten days ago. */
    static final Instant DAY = Instant.now().minus(10, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);

    final MeasuredPeople people;
    final DisclosureStores stores;
    final LatestBoard latest;
    /** A second passes with each look at it, so that no bound of requests is met. */
    private final AtomicLong looks = new AtomicLong();

    private final InstantSource hurried = () -> Instant.now().plusSeconds(looks.incrementAndGet());
    static final ZoneId COUNTY = ZoneId.of("Asia/Shanghai");
    final Doorkeeper door;
    final FhirServer server;
    /** Of the last answer that was counted and not kept. */
    long received;

    long lines;

    FhirFixture(Path directory) {
        people = new MeasuredPeople(directory);
        people.residents("""
                resident_id,name,sex,birth_date,birth_calendar,region_code,phone,care_grade,conditions
                r1,王桂兰,F,1948-03-02,solar,430102001001,13900001187,3,房颤
                r_2:x,李明,M,1950-01-07,lunar,430102001002,,1,
                r3,赵一,,,,110101001001,,1,
                """);
        people.devices("""
                device_id,protocol,secret,model,resident_id
                band-1,mqtt,secret-one,M1,r1
                box_1,mqtt,secret-two,B2,r1;r_2:x
                band-3,mqtt,secret-three,,r3
                stock,mqtt,secret-four,M1,
                """);
        stores = people.stores();
        latest = new LatestBoard(people.devices());
        door = new Doorkeeper(stores.grants(), hurried);
        server = new FhirServer(
                new FhirServer.Sources(
                        people.residents(), people.devices(), latest, stores.measurements(), door, stores.log()),
                _ -> "00112233445566778899aabbccddeeff",
                COUNTY,
                InstantSource.system());
        grant("all", TOKEN, EVERYTHING, "");
    }

    void grant(String name, String token, Set<Scope> scopes, String area) {
        long now = System.currentTimeMillis();
        stores.grants()
                .add(
                        new Grant(name, scopes, area, "test", "tester", now, now + 864_000_000L, 0, 0),
                        Doorkeeper.hash(token));
    }

    /** What was answered. */
    record Answered(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        String diagnostics() {
            return json().at("/issue/0/diagnostics").asText();
        }

        List<JsonNode> resources() {
            List<JsonNode> all = new ArrayList<>();
            json().path("entry").forEach(entry -> all.add(entry.get("resource")));
            return all;
        }

        @Nullable
        String next() {
            for (JsonNode link : json().path("link")) {
                if (link.get("relation").asText().equals("next")) {
                    return link.get("url").asText();
                }
            }
            return null;
        }
    }

    Answered get(String address) {
        return send("GET", address, Map.of("Authorization", "Bearer " + TOKEN));
    }

    Answered send(String method, String address, Map<String, String> headers) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        Asked asked = new Asked(method, URI.create(address), headers, body);
        try {
            server.answer(asked);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        return new Answered(asked.status, asked.answered, body.toString(StandardCharsets.UTF_8));
    }

    /** Who answers. */
    @FunctionalInterface
    interface Answering {
        void answer(Exchange exchange) throws IOException;
    }

    /** Counts bytes and lines of an answer without keeping it. */
    Answered asked(Answering by, String address) throws IOException {
        received = 0;
        lines = 0;
        OutputStream counting = new OutputStream() {
            @Override
            public void write(int value) {
                received++;
                lines += value == '\n' ? 1 : 0;
            }
        };
        Asked asked = new Asked("GET", URI.create(address), Map.of("Authorization", "Bearer " + TOKEN), counting);
        by.answer(asked);
        return new Answered(asked.status, asked.answered, "");
    }

    /** A request without a network. */
    private static final class Asked implements Exchange {
        final Map<String, String> answered = new HashMap<>();
        int status;
        private final String method;
        private final URI uri;
        private final Map<String, String> headers;
        private final OutputStream body;

        Asked(String method, URI uri, Map<String, String> headers, OutputStream body) {
            this.method = method;
            this.uri = uri;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public String path() {
            return uri.getRawPath();
        }

        @Override
        public String query() {
            return uri.getRawQuery() == null ? "" : uri.getRawQuery();
        }

        @Override
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public String address() {
            return "192.0.2.9";
        }

        @Override
        public String origin() {
            return "https://convoy.example";
        }

        @Override
        public byte[] body(int most) {
            return new byte[0];
        }

        @Override
        public OutputStream begin(int code, Map<String, String> with) {
            status = code;
            answered.putAll(with);
            return body;
        }
    }

    /** Every resource of every page. */
    List<JsonNode> whole(String address) {
        List<JsonNode> all = new ArrayList<>();
        String next = address;
        for (int pages = 0; next != null; pages++) {
            if (pages > 5_000) {
                throw new AssertionError("pages without end");
            }
            Answered page = get(next);
            if (page.status() != 200) {
                throw new AssertionError(page.status() + " " + page.body());
            }
            all.addAll(page.resources());
            next = page.next();
        }
        return all;
    }

    @Override
    public void close() {
        people.close();
    }
}
