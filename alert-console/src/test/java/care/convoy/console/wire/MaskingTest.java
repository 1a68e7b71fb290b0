package care.convoy.console.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingTest {
    @ParameterizedTest
    @CsvSource({
        "王桂兰,王*兰",
        "王兰,王*",
        "王,*",
        "欧阳德,欧阳*",
        "欧阳修文,欧阳*文",
        "欧阳,欧*",
        "阿卜杜热合曼,阿*曼",
        "' 王桂兰 ',王*兰",
        "𠮷桂兰,𠮷*兰",
        "Mary Smith,M*h"
    })
    void nameShowsTheFamilyNameAndNoMoreThanTheLastCharacter(String name, String masked) {
        assertThat(Masking.name(name)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({
        "13800008000,138****8000",
        "138 0000 8000,138****8000",
        "0731-88881234,073****1234",
        "8881234,****",
        "x,****"
    })
    void phoneShowsThreeAndFourDigitsOfALongNumberOnly(String phone, String masked) {
        assertThat(Masking.phone(phone)).isEqualTo(masked);
    }

    @Test
    void whatWasNotRecordedStaysEmpty() {
        assertThat(Masking.name("")).isEmpty();
        assertThat(Masking.phone("")).isEmpty();
    }
}
