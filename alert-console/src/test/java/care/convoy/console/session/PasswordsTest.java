package care.convoy.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
    @Test
    void hashSaysHowItWasMadeAndFitsItsPasswordOnly() {
        String hash = Passwords.hash("月湖边的七棵柳树·2026");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Passwords.matches("月湖边的七棵柳树·2026", hash)).isTrue();
        assertThat(Passwords.matches("月湖边的七棵柳树·2027", hash)).isFalse();
        assertThat(Passwords.hash("月湖边的七棵柳树·2026")).isNotEqualTo(hash);
    }

    @Test
    void knownHashOfAnotherImplementationIsUnderstood() {
        // known answer of the reference implementation (phc-winner-argon2, test.c, argon2id, t=2, m=2^8, p=1)
        String hash = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
        assertThat(Passwords.matches("password", hash)).isTrue();
        assertThat(Passwords.matches("Password", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "$argon2id$", "$argon2id$v=19$m=x$y$z", "$2a$10$abcdefghijklmnopqrstuv"})
    void hashThatCannotBeReadFitsNothing(String hash) {
        assertThat(Passwords.matches("moon-lake-2026-demo", hash)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"short-2026", "liming liming", "password1234", "PASSWORD1234", "123456789012", "aaaabbbbaaaab"})
    void weakPasswordIsNamed(String password) {
        assertThat(Passwords.weakness("liming", password)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"moon-lake-2026-demo", "correct horse battery", "月湖边的七棵柳树与三只白鹭"})
    void goodPasswordNeedsNoKindsOfCharacters(String password) {
        assertThat(Passwords.weakness("liming", password)).isNull();
    }
}
