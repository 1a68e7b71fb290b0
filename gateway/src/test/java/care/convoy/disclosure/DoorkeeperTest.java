package care.convoy.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {
    private static final String HERE = "192.0.2.1";

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Book book = new Book();
    private final Doorkeeper door = new Doorkeeper(book, () -> Instant.ofEpochMilli(now.get()));

    /** In memory; counts what it is asked. */
    private static final class Book implements GrantBook {
        final Map<String, Grant> grants = new HashMap<>();
        final List<String> used = new ArrayList<>();
        int asked;

        @Override
        public boolean add(Grant grant, String sha256) {
            return grants.putIfAbsent(sha256, grant) == null;
        }

        @Override
        public List<Grant> all() {
            return List.copyOf(grants.values());
        }

        @Override
        public boolean revoke(String name, String by, long nowMillis) {
            return false;
        }

        @Override
        public @Nullable Grant find(String sha256) {
            asked++;
            return grants.get(sha256);
        }

        @Override
        public void used(String name, long nowMillis) {
            used.add(name + " " + nowMillis);
        }
    }

    private void grant(String name, String token, long expiresMillis, long revokedMillis) {
        book.add(
                new Grant(name, Set.of(Scope.PATIENT_READ), "", "test", "admin", 0, expiresMillis, revokedMillis, 0),
                Doorkeeper.hash(token));
    }

    @Test
    void aGoodTokenIsLetInUntilItsGrantEnds() {
        grant("good", "token", 1_500_000, 0);
        grant("revoked", "former", 9_000_000, 900_000);
        assertThat(door.admit("Bearer token", HERE)).isInstanceOf(Doorkeeper.Admitted.class);
        assertThat(door.admit("bearer  token ", HERE)).isInstanceOf(Doorkeeper.Admitted.class);
        assertThat(door.admit("Bearer former", HERE)).isInstanceOf(Doorkeeper.Unknown.class);
        now.set(1_499_999);
        assertThat(door.admit("Bearer token", HERE)).isInstanceOf(Doorkeeper.Admitted.class);
        now.set(1_500_000);
        assertThat(door.admit("Bearer token", HERE)).isInstanceOf(Doorkeeper.Unknown.class);
    }

    @Test
    void itsUseIsNotedOnceAMinute() {
        grant("good", "token", 9_000_000, 0);
        for (int second = 0; second < 130; second++) {
            now.set(1_000_000 + second * 1_000);
            door.admit("Bearer token", HERE);
        }
        assertThat(book.used).containsExactly("good 1000000", "good 1060000", "good 1120000");
    }

    @Test
    void whoAsksTooOftenWaitsAndNobodyElse() {
        grant("busy", "token", 9_000_000, 0);
        grant("other", "another", 9_000_000, 0);
        for (int i = 0; i < 100; i++) {
            assertThat(door.admit("Bearer token", HERE)).isInstanceOf(Doorkeeper.Admitted.class);
        }
        assertThat(door.admit("Bearer token", HERE)).isEqualTo(new Doorkeeper.TooOften(1));
        assertThat(door.admit("Bearer another", HERE)).isInstanceOf(Doorkeeper.Admitted.class);
        now.addAndGet(1_000);
        for (int i = 0; i < 20; i++) {
            assertThat(door.admit("Bearer token", HERE)).isInstanceOf(Doorkeeper.Admitted.class);
        }
        assertThat(door.admit("Bearer token", HERE)).isInstanceOf(Doorkeeper.TooOften.class);
    }

    @Test
    void wrongTokensOfOneAddressSoonReachTheBookNoMore() {
        for (int i = 0; i < 30; i++) {
            assertThat(door.admit("Bearer wrong" + i, HERE)).isInstanceOf(Doorkeeper.Unknown.class);
        }
        int asked = book.asked;
        assertThat(door.admit("Bearer wrong", HERE)).isEqualTo(new Doorkeeper.TooOften(2));
        assertThat(book.asked).isEqualTo(asked);
        assertThat(door.admit("Bearer wrong", "192.0.2.2")).isInstanceOf(Doorkeeper.Unknown.class);
        now.addAndGet(2_000);
        assertThat(door.admit("Bearer wrong", HERE)).isInstanceOf(Doorkeeper.Unknown.class);
    }

    @Test
    void whatIsNoTokenIsNotLookedUp() {
        assertThat(door.admit(null, HERE)).isInstanceOf(Doorkeeper.Unknown.class);
        assertThat(door.admit("Basic YTpi", HERE)).isInstanceOf(Doorkeeper.Unknown.class);
        assertThat(door.admit("Bearer ", HERE)).isInstanceOf(Doorkeeper.Unknown.class);
        assertThat(door.admit("Bearer " + "x".repeat(129), HERE)).isInstanceOf(Doorkeeper.Unknown.class);
        assertThat(book.asked).isZero();
    }
}
