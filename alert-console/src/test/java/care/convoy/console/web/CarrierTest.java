package care.convoy.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CarrierTest {
    private static final String PATH = "/api/demo/carrier";

    private final ConsoleFixture console = new ConsoleFixture();
    private final Browser li = console.login("liming");

    @AfterEach
    void stop() {
        console.close();
    }

    private Answer answer(int number, String key) {
        return li.post(PATH, new JsonObject().put("number", number).put("key", key));
    }

    @Test
    void whoeverLooksMayAnswerOnceInAPersonsPlace() {
        JsonObject rings = li.get(PATH).json().getJsonArray("items").getJsonObject(0);
        assertThat(rings.getBoolean("rings")).isTrue();
        assertThat(rings.containsKey("told")).isFalse();
        assertThat(answer(2, "1").status()).isEqualTo(200);
        assertThat(console.stage.carrier().answers()).containsExactly("2 1");
        assertThat(li.get(PATH).json().getJsonArray("items").getJsonObject(0).getString("told"))
                .isEqualTo("ACCEPTED");
        assertThat(answer(2, "2").status()).isEqualTo(409);
        assertThat(answer(2, "7").status()).isEqualTo(400);
    }

    @Test
    void nobodyIsPlayedInARealGateway() {
        console.stage.carrier().real();
        assertThat(li.get(PATH).status()).isEqualTo(404);
    }
}
