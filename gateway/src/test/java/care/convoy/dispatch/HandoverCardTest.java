package care.convoy.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import care.convoy.alert.AlertStatus;
import care.convoy.alert.AlertView.TimelineEntry;
import care.convoy.alert.Command;
import care.convoy.alert.Event;
import care.convoy.alert.OperatorId;
import care.convoy.device.Sealed;
import care.convoy.dispatch.HandoverCard.MsgType;
import care.convoy.dispatch.Responder.Standing;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HandoverCardTest {
    private static final TimelineEntry SENT = new TimelineEntry(
            CardCase.NOW - 5_000,
            new Event.CardSent(CardCase.ALERT, new OperatorId("liming"), Sealed.copyOf(new byte[] {1})));

    private final Validator schema;

    HandoverCardTest() throws IOException {
        String published = Files.readString(Path.of("..", "docs", "handover120.schema.json"));
        schema = Validator.create(
                JsonSchema.of(new JsonObject(published)),
                new JsonSchemaOptions().setDraft(Draft.DRAFT202012).setBaseUri("https://convoy.invalid"));
    }

    private static JsonObject json(HandoverCard card) {
        return new JsonObject(new String(CardJson.write(card), StandardCharsets.UTF_8));
    }

    private boolean fits(JsonObject card) {
        OutputUnit result = schema.validate(card);
        return Boolean.TRUE.equals(result.getValid());
    }

    @Test
    void cardsOfEveryStatusFitThePublishedSchema() {
        for (AlertStatus status : AlertStatus.values()) {
            JsonObject card = json(CardBuilder.build(CardCase.full(status, List.of(SENT)), 9));
            assertThat(fits(card)).as(card.encodePrettily()).isTrue();
            assertThat(card.getString("status")).isEqualTo(status.wireName());
        }
        assertThat(fits(json(CardBuilder.build(CardCase.unknown(), 0)))).isTrue();
    }

    @Test
    void theSchemaRefusesWhatNoCardIs() {
        JsonObject card = json(CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of()), 1));
        assertThat(fits(card)).isTrue();
        assertThat(fits(card.copy().put("status", "Drill"))).isFalse();
        assertThat(fits(card.copy().put("colour", "red"))).isFalse();
        assertThat(fits(card.copy().put("emergencyFirst", false))).isFalse();
        for (String member : List.of("incident", "status", "msgType", "at", "agent", "unknown")) {
            JsonObject without = card.copy();
            without.remove(member);
            assertThat(fits(without)).as(member).isFalse();
        }
    }

    @Test
    void everyComponentSaysSinceWhenAndFromWhom() {
        JsonObject card = json(CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of()), 1));
        List<String> checked = new ArrayList<>();
        for (Map.Entry<String, Object> component : card.getJsonObject("components")) {
            List<JsonObject> parts = component.getValue() instanceof JsonObject one
                    ? List.of(one)
                    : ((JsonArray) component.getValue())
                            .stream().map(JsonObject.class::cast).toList();
            for (int i = 0; i < parts.size(); i++) {
                checked.add(component.getKey());
                assertThat(parts.get(i).getString("at")).endsWith("Z");
                JsonObject broken = card.copy();
                Object there = broken.getJsonObject("components").getValue(component.getKey());
                JsonObject part = there instanceof JsonObject one ? one : ((JsonArray) there).getJsonObject(i);
                part.remove("agent");
                assertThat(fits(broken)).as(component.getKey()).isFalse();
            }
        }
        assertThat(checked)
                .contains(
                        "alarm",
                        "position",
                        "place",
                        "person",
                        "health",
                        "referral",
                        "age",
                        "consciousness",
                        "breathing",
                        "bleeding",
                        "complaint",
                        "vitals",
                        "responders",
                        "signers");
    }

    @Test
    void anExerciseOrATestNeverDispatches() {
        for (AlertStatus status : AlertStatus.values()) {
            HandoverCard card = CardBuilder.build(CardCase.full(status, List.of()), 1);
            assertThat(card.mayDispatch()).isEqualTo(status == AlertStatus.ACTUAL);
        }
    }

    @Test
    void theFirstCardIsAnAlertAndTheNextAnUpdate() {
        assertThat(CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of()), 1)
                        .msgType())
                .isEqualTo(MsgType.ALERT);
        assertThat(CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of(SENT)), 2)
                        .msgType())
                .isEqualTo(MsgType.UPDATE);
    }

    @Test
    void theSameSourcesMakeTheSameCard() {
        CardBuilder.Sources from = CardCase.full(AlertStatus.ACTUAL, List.of(SENT));
        assertThat(CardJson.write(CardBuilder.build(from, 4))).isEqualTo(CardJson.write(CardBuilder.build(from, 4)));
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertThat(CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of()), 1)
                        .unknown())
                .containsExactly("bleeding", "entitlement", "greenChannel", "livesAlone", "dialect", "hearing");
        HandoverCard nobody = CardBuilder.build(CardCase.unknown(), 0);
        assertThat(nobody.unknown())
                .contains(
                        "position", "address", "name", "age", "complaint", "consciousness", "breathing", "spo2", "key");
        assertThat(json(nobody).getJsonObject("components").fieldNames())
                .containsExactlyInAnyOrder("alarm", "vitals", "responders", "signers");
    }

    @Test
    void ageIsOfTheBirthDateUnlessSomebodySaidOtherwise() {
        CardBuilder.Sources from = CardCase.full(AlertStatus.ACTUAL, List.of());
        HandoverCard written = CardBuilder.build(from, 1);
        // the birthday is tomorrow
        assertThat(written.ageYears()).isEqualTo(77);
        assertThat(written.ageTold().agent().kind()).isEqualTo(Agent.Kind.RECORD);
        Answers said = new Answers(null, null, null, 80, "", "liming", CardCase.NOW);
        HandoverCard spoken = CardBuilder.build(
                new CardBuilder.Sources(
                        from.alert(), from.record(), from.convoy(), from.measured(), said, from.today(), ""),
                1);
        assertThat(spoken.ageYears()).isEqualTo(80);
        assertThat(spoken.ageTold().agent()).isEqualTo(new Agent(Agent.Kind.OPERATOR, "liming"));
    }

    @Test
    void respondersStandWhereTheirLastWordPutsThem() {
        HandoverCard card = CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of()), 1);
        assertThat(card.responders())
                .extracting(Responder::standing)
                .containsExactly(Standing.NOT_REACHED, Standing.COMING);
        assertThat(card.responders().getLast().told())
                .isEqualTo(Told.by(Agent.Kind.CONTACT, "neighbour", CardCase.NOW - 20_000));
        TimelineEntry there = new TimelineEntry(
                CardCase.NOW - 1_000,
                new Event.SceneReported(CardCase.ALERT, "neighbour", Command.Scene.ARRIVED, null));
        assertThat(CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of(there)), 2)
                        .responders()
                        .getLast()
                        .standing())
                .isEqualTo(Standing.ARRIVED);
    }

    @Test
    void nothingOfAnybodyIsPrinted() {
        assertThat(CardBuilder.build(CardCase.full(AlertStatus.ACTUAL, List.of()), 1))
                .hasToString("HandoverCard[" + CardCase.ALERT + "/1]");
    }

    @Test
    void answersOutOfRangeAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answers(null, null, null, 131, "", "liming", 0))
                .withMessageContaining("ageYears");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Answers(null, null, null, null, "x".repeat(201), "liming", 0))
                .withMessageContaining("complaint");
    }
}
