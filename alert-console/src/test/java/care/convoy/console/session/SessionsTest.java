package care.convoy.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import care.convoy.console.stage.StagedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Session.Origin ORIGIN = new Session.Origin("127.0.0.1", "test");

    private final StagedClock clock = new StagedClock();
    private final Sessions sessions = new Sessions(clock.console(), Sessions.Limits.usual());

    private Session find(String id) {
        return Objects.requireNonNull(sessions.find(id));
    }

    @Test
    void sessionEndsAfterFifteenIdleMinutes() {
        String id = sessions.open("li", ORIGIN);
        clock.advance(Duration.ofMinutes(14));
        sessions.active(find(id));
        clock.advance(Duration.ofMinutes(14));
        assertThat(sessions.find(id)).isNotNull();
        clock.advance(Duration.ofMinutes(1));
        assertThat(sessions.find(id)).isNull();
        assertThat(sessions.size()).isZero();
    }

    @Test
    void sessionEndsAfterTwelveHoursHoweverActive() {
        String id = sessions.open("li", ORIGIN);
        List<Sessions.EndReason> reasons = new ArrayList<>();
        sessions.onEnd((session, reason) -> reasons.add(reason));
        for (int i = 0; i < 72; i++) {
            sessions.active(find(id));
            clock.advance(Duration.ofMinutes(10));
        }
        sessions.sweep();
        assertThat(sessions.find(id)).isNull();
        assertThat(reasons).containsExactly(Sessions.EndReason.ABSOLUTE);
    }

    @Test
    void keptSessionOutlivesItsTimeOnlyWhileItIsKept() {
        String id = sessions.open("li", ORIGIN);
        Set<String> kept = new HashSet<>(Set.of("li"));
        sessions.keepWhile(session -> kept.contains(session.user()));
        clock.advance(Duration.ofHours(13));
        sessions.sweep();
        assertThat(sessions.find(id)).isNotNull();
        kept.clear();
        sessions.sweep();
        assertThat(sessions.find(id)).isNull();
    }

    @Test
    void renewedIdReplacesTheFormer() {
        String id = sessions.open("li", ORIGIN);
        String next = sessions.renewId(find(id));
        assertThat(sessions.find(id)).isNull();
        assertThat(find(next).user()).isEqualTo("li");
    }

    @Test
    void ninthSessionOfAUserEndsTheLongestIdleOne() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            ids.add(sessions.open("li", ORIGIN));
            clock.advance(Duration.ofSeconds(1));
        }
        sessions.active(find(ids.getFirst()));
        sessions.open("li", ORIGIN);
        assertThat(sessions.size()).isEqualTo(8);
        assertThat(sessions.find(ids.getFirst())).isNotNull();
        assertThat(sessions.find(ids.get(1))).isNull();
    }

    @Test
    void idsAreLongAndNeverTheSame() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(Tokens.create());
        }
        assertThat(ids).hasSize(1_000).allMatch(id -> id.matches("[A-Za-z0-9_-]{43}"));
    }
}
