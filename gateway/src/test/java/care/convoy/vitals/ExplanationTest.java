package care.convoy.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import care.convoy.alert.AlertKind;
import care.convoy.alert.Priority;
import care.convoy.device.DeviceId;
import care.convoy.vitals.Explanation.Comparison;
import care.convoy.vitals.Explanation.Item;
import care.convoy.vitals.Explanation.Limit;
import care.convoy.vitals.Explanation.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplanationTest {
    private static final String TOKEN = "ABCXYZabcxyz0189._%/-";

    @Test
    void theTextIsAsDocumented() {
        Explanation explanation = new Explanation(
                "heartRate.high",
                3,
                List.of(
                        new Item("heartRate", 128, "bpm", 1_000, ""),
                        new Item("temperature", 38.15, "C", 2_000, "core")),
                List.of(new Limit("heartRate", Comparison.ABOVE, 120, "bpm", Source.PERSONAL)));
        assertThat(new String(explanation.encode(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "1\theartRate.high\t3\ni\theartRate\t128\tbpm\t1000\t\ni\ttemperature\t38.15\tC\t2000\tcore\n"
                                + "l\theartRate\tABOVE\t120\tbpm\tPERSONAL");
    }

    @Test
    void whatIsParsedIsWhatWasEncoded() {
        for (int seed = 0; seed < 2_000; seed++) {
            Explanation any = any(new Random(seed));
            assertThat(Explanation.parse(any.encode())).as("seed %d", seed).contains(any);
        }
    }

    @Test
    void theLargestFitsIntoItsBound() {
        Item item = new Item("w".repeat(24), -999_999_998.999, "u".repeat(8), 99_999_999_999_999L, "q".repeat(16));
        Limit limit = new Limit("w".repeat(24), Comparison.AT_LEAST, -999_999_998.999, "u".repeat(8), Source.CONDITION);
        Explanation largest = new Explanation(
                "r".repeat(40),
                Integer.MAX_VALUE,
                Collections.nCopies(Explanation.MOST_ITEMS, item),
                Collections.nCopies(Explanation.MOST_LIMITS, limit));
        assertThat(largest.encode().length).isBetween(1_000, Explanation.MOST_BYTES);
        assertThat(Explanation.parse(largest.encode())).contains(largest);
    }

    @Test
    void anyBytesAreReadOrRefused() {
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = any(random).encode();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            Explanation.parse(bytes)
                    .ifPresent(read -> assertThat(read.encode().length).isLessThanOrEqualTo(Explanation.MOST_BYTES));
        }
        assertThat(Explanation.parse(new byte[0])).isEmpty();
        assertThat(Explanation.parse("2\tnews2.score\t1".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(Explanation.parse(new byte[Explanation.MOST_BYTES + 1])).isEmpty();
    }

    @Test
    void partsOutOfTheirBoundsAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Item("heart rate", 1, "", 0, ""))
                .withMessageContaining("what");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Item("x", Double.NaN, "", 0, ""))
                .withMessageContaining("value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Item("x", 1, "", -1, ""))
                .withMessageContaining("atMillis");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Limit("x", Comparison.ABOVE, 1e9, "", Source.GRADE))
                .withMessageContaining("number");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Explanation("", 0, List.of(), List.of()))
                .withMessageContaining("rule");
    }

    @Test
    void nothingOfHealthIsInTheWordsOfALog() {
        Explanation explanation = new Explanation("x", 1, List.of(new Item("heartRate", 177, "bpm", 5, "")), List.of());
        Finding finding = Finding.of(AlertKind.VITALS, Priority.P2, new DeviceId("d1"), 9, explanation);
        assertThat(explanation.toString() + finding).doesNotContain("177").doesNotContain("heartRate");
    }

    private static Explanation any(Random random) {
        List<Item> items = new ArrayList<>();
        for (int i = random.nextInt(Explanation.MOST_ITEMS + 1); i > 0; i--) {
            items.add(new Item(
                    token(random, 1, 24),
                    number(random),
                    token(random, 0, 8),
                    random.nextLong(99_999_999_999_999L),
                    token(random, 0, 16)));
        }
        List<Limit> limits = new ArrayList<>();
        for (int i = random.nextInt(Explanation.MOST_LIMITS + 1); i > 0; i--) {
            limits.add(new Limit(
                    token(random, 1, 24),
                    Comparison.values()[random.nextInt(Comparison.values().length)],
                    number(random),
                    token(random, 0, 8),
                    Source.values()[random.nextInt(Source.values().length)]));
        }
        return new Explanation(token(random, 1, 40), random.nextInt(Integer.MAX_VALUE), items, limits);
    }

    private static double number(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> random.nextInt(300);
            case 1 -> random.nextDouble() * 100 - 50;
            default -> (random.nextDouble() - 0.5) * 1.9e9;
        };
    }

    private static String token(Random random, int least, int most) {
        int length = least + random.nextInt(most - least + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(TOKEN.charAt(random.nextInt(TOKEN.length())));
        }
        return text.toString();
    }
}
