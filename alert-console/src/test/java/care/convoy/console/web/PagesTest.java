package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    private final Vertx vertx = Vertx.vertx();
    private Browser browser = new Browser(0);

    @BeforeAll
    void start() {
        Router router = Router.router(vertx);
        Pages pages = new Pages("testroot");
        router.route().handler(new Headers(false)::add);
        router.route().handler(pages::serve);
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        browser = new Browser(server.actualPort());
    }

    @AfterAll
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void startPageIsNeverKept() {
        for (String path : List.of("/", "/index.html", "/desk", "/residents/R0010", "/admin/users/")) {
            Answer answer = browser.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body()).contains("<title>convoy</title>");
            assertThat(answer.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void hashedAssetIsKeptForAYearAndComesSmallToThoseWhoCan() {
        Answer plain = browser.get("/assets/desk-1a2b3c4d.js");
        assertThat(plain.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
        assertThat(plain.header("Content-Type")).startsWith("text/javascript");
        assertThat(plain.body()).contains("line200");
        Answer small = browser.with("Accept-Encoding", "gzip, br").get("/assets/desk-1a2b3c4d.js");
        assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(small.header("Vary")).isEqualTo("Accept-Encoding");
        assertThat(browser.get("/favicon.svg").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void whatIsNotInTheFolderIsNotServed() {
        for (String path : List.of(
                "/assets/gone-00000000.js",
                "/missing.png",
                "/../openapi.yaml",
                "/%2e%2e/openapi.yaml",
                "/..%2fopenapi.yaml",
                "/assets/..%2f..%2fopenapi.yaml",
                "/assets/../../logback-test.xml",
                "/.hidden",
                "/assets//desk-1a2b3c4d.js%00",
                "/index.html.class")) {
            assertThat(browser.get(path).status()).as(path).isEqualTo(404);
        }
        assertThat(browser.send("POST", "/", "{}").status()).isEqualTo(405);
    }
}
