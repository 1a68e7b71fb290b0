package care.convoy.ingest.coap;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.ingest.Secret;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.junit.jupiter.api.Test;

class SessionKeysTest {
    private static final Secret ONE = Secret.copyOf(new byte[] {1});
    private static final Secret OTHER = Secret.copyOf(new byte[] {2});

    private final SessionKeys keys = new SessionKeys(2);

    private static ConnectionId connection(int number) {
        return new ConnectionId(new byte[] {(byte) number});
    }

    @Test
    void eachSessionOfADeviceHasItsOwn() {
        keys.opened(connection(1), "a", 10, ONE);
        keys.opened(connection(2), "a", 11, OTHER);
        assertThat(keys.of("a", 10)).isEqualTo(ONE);
        assertThat(keys.of("a", 11)).isEqualTo(OTHER);
        assertThat(keys.of("b", 10)).isNull();
    }

    @Test
    void sessionsOfTheSameMomentWithDifferentKeysHaveNone() {
        keys.opened(connection(1), "a", 10, ONE);
        keys.opened(connection(2), "a", 10, ONE);
        assertThat(keys.of("a", 10)).isEqualTo(ONE);
        keys.opened(connection(3), "a", 10, OTHER);
        assertThat(keys.of("a", 10)).isNull();
    }

    @Test
    void theLastThatEndedAreStillKnownAndNoMore() {
        for (int i = 1; i <= 5; i++) {
            keys.opened(connection(i), "a", i, ONE);
        }
        for (int i = 1; i <= 4; i++) {
            keys.ended(connection(i));
            keys.ended(connection(i));
        }
        assertThat(keys.of("a", 2)).isNull();
        assertThat(keys.of("a", 3)).isEqualTo(ONE);
        assertThat(keys.of("a", 5)).isEqualTo(ONE);
        assertThat(keys.size()).isEqualTo(3);
        keys.ended(null);
        assertThat(keys.size()).isEqualTo(3);
    }
}
