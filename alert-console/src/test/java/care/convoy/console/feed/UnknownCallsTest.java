package care.convoy.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Unknown devices that call, on every desk. */
class UnknownCallsTest {
    private final FeedStage desk = new FeedStage();

    @Test
    void whoeverDismissesACallTakesItFromEveryDesk() {
        Reader here = desk.open("liming");
        Reader elsewhere = desk.open("mengjie");
        Instant at = Instant.parse("2026-03-02T04:03:00Z");
        desk.stage.unknown().call("9999999999", "sos", at);
        desk.loop.settle();
        desk.stage.unknown().dismiss("watch", "9999999999", at, "liming");
        desk.loop.pass(1_000);
        for (Reader reader : List.of(here, elsewhere)) {
            assertThat(reader.named("unknownCalls").getLast().data().getJsonArray("calls"))
                    .isEmpty();
        }
    }

    @Test
    void forWhomACallerIsRegisteredMeanwhileIsToldToWhoeverSeesThat() {
        Reader here = desk.open("liming");
        Reader elsewhere = desk.open("mengjie");
        desk.stage.unknown().call("9999999999", "sos", Instant.parse("2026-03-02T04:03:00Z"));
        desk.loop.settle();
        desk.stage.unknown().register("9999999999", "990000000000", "王桂兰");
        desk.feed().tick();
        desk.loop.settle();
        JsonObject seen = here.named("unknownCalls")
                .getLast()
                .data()
                .getJsonArray("calls")
                .getJsonObject(0);
        assertThat(seen.getBoolean("registered")).isTrue();
        assertThat(seen.getString("residentName")).startsWith("王").doesNotContain("桂兰");
        JsonObject hidden = elsewhere
                .named("unknownCalls")
                .getLast()
                .data()
                .getJsonArray("calls")
                .getJsonObject(0);
        assertThat(hidden.getBoolean("registered")).isTrue();
        assertThat(hidden.containsKey("residentName")).isFalse();
    }

    @Test
    void aCallOfAnUnknownDeviceIsToldToEverybodyAtOnceAndToWhoeverComesLater() {
        Reader here = desk.open("liming");
        Reader elsewhere = desk.open("mengjie");
        assertThat(here.named("unknownCalls")).as("none yet").isEmpty();
        desk.stage.unknown().call("9999999999", "sos", Instant.parse("2026-03-02T04:03:00Z"));
        desk.loop.settle();
        JsonObject told = here.named("unknownCalls").getLast().data();
        assertThat(told.getJsonArray("calls").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("protocol", "watch")
                        .put("id", "9999999999")
                        .put("address", "192.0.2.7")
                        .put("kind", "sos")
                        .put("at", "2026-03-02T04:03:00.000Z")
                        .put("lastAt", "2026-03-02T04:03:00.000Z")
                        .put("times", 1)
                        .put("rangAt", "2026-03-02T04:03:00.000Z"));
        assertThat(elsewhere.named("unknownCalls")).as("whatever their region").hasSize(1);
        assertThat(desk.open("liumin").named("unknownCalls").getFirst().data()).isEqualTo(told);
        desk.feed().close();
        assertThat(desk.stage.unknown().watchers()).isZero();
    }
}
