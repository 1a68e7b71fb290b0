package care.convoy.console.stage;

import care.convoy.console.DemoCarrier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Two telephones: one rings, one got a message. */
public final class StagedCarrier implements DemoCarrier {
    private final List<String> answers = new ArrayList<>();
    private volatile boolean demo = true;

    /** From now on this is a real gateway, in which nobody is played. */
    public void real() {
        demo = false;
    }

    /** What was answered, as {@code 2 1}. */
    public synchronized List<String> answers() {
        return List.copyOf(answers);
    }

    @Override
    public synchronized Optional<List<Item>> look() {
        if (!demo) {
            return Optional.empty();
        }
        Instant at = Instant.parse("2026-11-23T12:00:00Z");
        boolean rings = answers.isEmpty();
        return Optional.of(List.of(
                new Item(
                        2,
                        at,
                        "a1",
                        "VOICE",
                        "CALL",
                        "周秀芬",
                        "00001001",
                        "您好，这里是护航呼叫中心。",
                        "",
                        rings ? "" : "ACCEPTED",
                        rings ? null : at.plusSeconds(4),
                        rings,
                        rings),
                new Item(
                        1,
                        at,
                        "a1",
                        "SMS",
                        "MESSAGE",
                        "李强",
                        "00003001",
                        "【护航】",
                        "https://c.example/x",
                        "DELIVERED",
                        at,
                        false,
                        true)));
    }

    @Override
    public synchronized boolean answer(long number, char key) {
        if (number != 2 || !answers.isEmpty()) {
            return false;
        }
        answers.add(number + " " + key);
        return true;
    }
}
