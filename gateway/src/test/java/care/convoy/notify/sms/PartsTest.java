package care.convoy.notify.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static String joined(List<byte[]> parts) {
        StringBuilder text = new StringBuilder();
        for (byte[] part : parts) {
            text.append(new String(part, 6, part.length - 6, StandardCharsets.UTF_16BE));
        }
        return text.toString();
    }

    @Test
    void seventyCharactersAreOnePartWithoutHeader() {
        String text = "护".repeat(Parts.IN_ONE);
        assertThat(Parts.of(text, 7)).singleElement().isEqualTo(text.getBytes(StandardCharsets.UTF_16BE));
    }

    @Test
    void seventyOneAreTwoThatBelongTogether() {
        String text = "护".repeat(70) + "航";
        List<byte[]> parts = Parts.of(text, 200);
        assertThat(parts).hasSize(2).allSatisfy(part -> assertThat(part).hasSizeLessThanOrEqualTo(140));
        assertThat(Arrays.copyOf(parts.getFirst(), 6)).containsExactly(5, 0, 3, (byte) 200, 2, 1);
        assertThat(Arrays.copyOf(parts.getLast(), 6)).containsExactly(5, 0, 3, (byte) 200, 2, 2);
        assertThat(joined(parts)).isEqualTo(text);
    }

    @Test
    void aCharacterOfTwoUnitsIsNotCut() {
        String text = "护".repeat(66) + "😀" + "航".repeat(40);
        List<byte[]> parts = Parts.of(text, 1);
        assertThat(joined(parts)).isEqualTo(text);
        assertThat(parts.getFirst()).hasSize(6 + 66 * 2);
    }
}
