package care.convoy.notify.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The example that the libraries of Standard Webhooks share. */
    @Test
    void signsAsStandardWebhooks() {
        Signature signature = Signature.standard("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(signature.of("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assertThat(signature).hasToString("Signature[HmacSHA256]");
    }

    /** Counted with another program: HMAC-SHA256 of "1700000000000\nSECabc" by "SECabc", base64, percent-encoded. */
    @Test
    void signsAsDingTalk() {
        assertThat(Signature.dingTalk("SECabc").query(1_700_000_000_000L))
                .isEqualTo("&timestamp=1700000000000&sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D");
    }

    @Test
    void refusesSecretsThatAreNone() {
        for (String wrong :
                new String[] {"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_!!!!", "whsec_c2hvcnQ="}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Signature.standard(wrong))
                    .withMessageStartingWith("the secret in it");
        }
    }
}
