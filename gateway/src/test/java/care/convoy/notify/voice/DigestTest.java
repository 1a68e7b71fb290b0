package care.convoy.notify.voice;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The examples of RFC 2617 clause 3.5 and RFC 7616 clause 3.9.1. */
class DigestTest {
    @Test
    void answersTheExamplesOfTheStandards() {
        assertThat(new Digest("", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "auth,auth-int")
                        .response("Mufasa", "Circle Of Life", "GET", "/dir/index.html", "0a4f113b"))
                .isEqualTo("6629fae49393a05397450978507c4ef1");
        String nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
        String clientNonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        assertThat(new Digest("MD5", "http-auth@example.org", nonce, "auth, auth-int")
                        .response("Mufasa", "Circle of Life", "GET", "/dir/index.html", clientNonce))
                .isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
        assertThat(new Digest("SHA-256", "http-auth@example.org", nonce, "auth, auth-int")
                        .response("Mufasa", "Circle of Life", "GET", "/dir/index.html", clientNonce))
                .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    @Test
    void ofOldThereWasNoQop() {
        // HA1 and HA2 of the first example, hashed with the nonce between
        assertThat(new Digest("", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "")
                        .response("Mufasa", "Circle Of Life", "GET", "/dir/index.html", "0a4f113b"))
                .isEqualTo("670fd8c2df070c60b045671b8b24ff02");
    }

    @Test
    void knowsWhatItCannotAnswerAndWhatIsStronger() {
        assertThat(new Digest("SHA-512-256", "r", "n", "auth").isKnown()).isFalse();
        assertThat(new Digest("MD5", "r", "n", "auth-int").isKnown()).isFalse();
        assertThat(new Digest("sha-256", "r", "n", "auth").isKnown()).isTrue();
        assertThat(new Digest("SHA-256", "r", "n", "").strength())
                .isGreaterThan(new Digest("MD5", "r", "n", "").strength());
    }
}
